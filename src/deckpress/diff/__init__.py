"""What differs between two packages, banks, releases or revisions: their notes by identity, their texts word by word."""
