"""Rules about words that the collection or the language fixes: topics, Chinese characters."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from deckpress.languages import CHINESE, words_language
from deckpress.lint.measure import prose, texts_of
from deckpress.lint.rules import Finding, Setting
from deckpress.lint.tag_names import above, tag_place
from deckpress.model import Bank

__all__ = ["mixed_script", "unknown_topic"]

_SHOWN = 5


def unknown_topic(bank: Bank, setting: Setting) -> Iterator[Finding]:
    """A topic is none of the collection's.

    `deckpress.yaml` lists the topics in use; one that is not among them is a slip, and learners who choose by topic miss the question. Runs
    where the collection lists topics.

    Passes:

        - {stem: What do you put on a burn?, answer: Water., topics: [burns]}

    Fails:

        - {stem: What do you put on a burn?, answer: Water., topics: [burn]}
    """
    if setting.topics is None:
        return
    for chapter in bank.chapters:
        listed = chapter.questions
        for topic in chapter.topics:
            if topic not in setting.topics:
                message, hint = _unknown(topic, setting)
                span = tag_place(topic, above(listed[0].span, 0)) if listed else None
                yield Finding(message=f"{message}, of the chapter '{chapter.id}'", hint=hint, span=span)
        for question in listed:
            for topic in question.topics:
                if topic not in setting.topics and not question.retired:
                    message, hint = _unknown(topic, setting)
                    yield Finding(question=question, message=message, hint=hint, span=tag_place(topic, question.span))


def _unknown(topic: str, setting: Setting) -> tuple[str, str]:
    near = get_close_matches(topic, setting.topics or (), 1, 0.6)
    hint = f"did you mean '{near[0]}'?" if near else "choose one of those in deckpress.yaml, or add it there"
    return f"the collection has no topic '{topic}'", hint


_BOTH = frozenset(
    "伎侄侗傈傣僳哆啥坯垛墒夯忻憋憨扦挎捅掂掇掐搐撂撅斌枷椽椿毖氰沏淖滁潞炔烷眯瞅砒硅硒硷碴秸稗箍粘耪胺苫茬菇菏蓖蔫蜒蹭邯郴酚酞酮酶醚醛靳"
)
"""Characters of GB 2312's first level that both ways of writing have and Big5's does not."""
_HONG_KONG = frozenset("兑卧叁囱悦户温痹着税脱葱蜕")
"""Forms that Hong Kong writes as the mainland does."""
_ALSO_SIMPLIFIED = frozenset("瞭玥璟璘堉珮琯瓖惇敔釭昇堃晞")
"""Characters that stand in Simplified texts, most of them in names, though GB 2312 has them not."""
_MORE_TRADITIONAL = frozenset("後於徵")
"""Traditional forms that GB 2312 has for names of old."""
_FIRST, _LAST = 0x4E00, 0xA000


@lru_cache(maxsize=1)
def _character_sets() -> tuple[frozenset[str], frozenset[str]]:
    """Frequent characters that only Simplified and only Traditional Chinese has.

    The national character sets tell them: GB 2312 was made for the one, Big5 for the other, each with the frequent characters first.
    """
    mainland: dict[str, bool] = {}
    taiwan: dict[str, bool] = {}
    for code in range(_FIRST, _LAST):
        character = chr(code)
        for known, codec, first_level in ((mainland, "gb2312", b"\xd7\xf9"), (taiwan, "big5", b"\xc6\x7e")):
            encoded = character.encode(codec, "ignore")
            if encoded:
                known[character] = encoded <= first_level
    simplified = {character for character, frequent in mainland.items() if frequent and not taiwan.get(character)}
    traditional = {character for character, frequent in taiwan.items() if frequent and character not in mainland}
    return frozenset(simplified - _BOTH), frozenset(traditional - _ALSO_SIMPLIFIED | _MORE_TRADITIONAL)


def mixed_script(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """Simplified characters stand in a Traditional Chinese bank, or the reverse.

    Somebody pasted a sentence, or a converter left a character behind. Counted are frequent characters that only the other way of writing
    has, told by the character sets GB 2312 and Big5; those that both have (后, 里, 台, 面) are not. The bank's `language` says how it is
    written: `zh-TW`, `zh-HK` and `zh-Hant` are Traditional, other `zh` Simplified.

    Passes, as both ways of writing have these characters:

        language: zh-TW
        questions:
          - {stem: 皇后在公里之外的台上說了什麼？, answer: 她說：只有十斗米。}

    Fails:

        language: zh-TW
        questions:
          - {stem: 客服應當先说什麼？, answer: 先問好。}

    Fails:

        language: zh-CN
        questions:
          - {stem: 客服应当先說什么？, answer: 先问好。}
    """
    language = words_language(bank.language)
    if language not in CHINESE:
        return
    traditional = language == "zh-hant"
    only_simplified, only_traditional = _character_sets()
    foreign = only_simplified if traditional else only_traditional
    if {"hk", "mo"} & set(bank.language.lower().split("-")):
        foreign -= _HONG_KONG
    script, right = ("Simplified", "Traditional") if traditional else ("Traditional", "Simplified")
    for question in bank.questions:
        text = "".join(prose(text) for text in texts_of(question))
        found = "" if question.retired else "".join(dict.fromkeys(character for character in text if character in foreign))
        if found:
            shown = found[:_SHOWN] + (" …" if len(found) > _SHOWN else "")
            yield Finding(
                question=question,
                word=found[0],
                message=f"{script} characters in a {right} bank: {shown}",
                hint=f"write them in {right}, or correct the bank's language",
            )
