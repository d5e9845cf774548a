"""``python -m deckpress``."""

from deckpress.cli import main

if __name__ == "__main__":
    main()
