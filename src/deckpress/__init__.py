"""deckpress turns question banks into Anki decks."""
