"""The download page: one HTML file that works offline, on a phone first."""
