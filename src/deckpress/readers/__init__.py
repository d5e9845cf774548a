"""Readers: source → Bank, reporting into a Report."""
