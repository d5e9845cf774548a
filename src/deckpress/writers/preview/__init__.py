"""Notes → a page that shows them as cards: the templates and fields of the package, drawn as Anki's clients draw them."""
