"""A release: decks that were proved in the real Anki, what they hold, what changed, and a page to download them from.

`deckpress.release.run.release` is the one entry. A release is made in two steps: each bank alone becomes a *part* (`parts`), its package
written and proved; then all parts together become the folder (`assemble`). Shards do the first step on several machines.
"""
