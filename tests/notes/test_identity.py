"""GUIDs: derived from ids alone, and what genanki would make of the same name."""

from __future__ import annotations

import genanki
from hypothesis import given
from hypothesis import strategies as st

from deckpress.notes.anki import note_guid

IDS = st.text(st.characters(codec="ascii", categories=["L", "N"], include_characters="-._"), min_size=1, max_size=30)


@given(IDS, IDS, st.just("") | IDS, st.sampled_from(["choice", "cloze", "basic"]))
def test_a_guid_is_that_of_genanki(bank: str, question: str, part: str, note_type: str) -> None:
    name = f"deckpress:{bank}/{question}#{part}:{note_type}" if part else f"deckpress:{bank}/{question}:{note_type}"
    assert note_guid(bank, question, part, note_type) == genanki.guid_for(name)


def test_a_guid_never_changes() -> None:
    """These are in learners' collections."""
    assert note_guid("bank", "question", "", "choice") == genanki.guid_for("deckpress:bank/question:choice")
    assert len({note_guid("b", "q", part, kind) for part in ("", "1", "2") for kind in ("choice", "basic")}) == 6
