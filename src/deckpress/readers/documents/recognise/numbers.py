"""Candidates: numbers that may begin a question or an entry of a key, at the beginning of a line or inside it."""

from __future__ import annotations

import re

from deckpress.readers.documents.recognise.facts import Candidate
from deckpress.readers.documents.recognise.words import CN_NUMBER, cn_number

__all__ = ["inline_candidates", "start_candidate"]

_START = re.compile(
    rf"""\s*(?:[*★☆●■◆▲※•➡▶►☞✏✍❓❔\U0001F300-\U0001FAFF]\ufe0f?\s*|-\s+)?
    (?P<lead>\(\s*[A-Za-z1-8√×╳✓✗✔✘○对错是否正误确\s]{{0,8}}\)\s*[.、]?\s*(?=[\d第])
      |(?:_{{1,8}}\s?[A-Za-z√×]{{0,5}}\s?_{{0,8}}|[TF√×○]|T\s+F|True\s+False)\s+(?=\d{{1,3}}\s?[.、)]))?
    (?:
      第\s*(?P<ordinal>\d{{1,6}}|{CN_NUMBER})\s*[题道问](?!型)\s*[.、:)]?
    | (?:试题|题目|问题|例题|习题|題|题|问|pytanie|câu|item|ítem|frage\s*№|pergunta|aufgabe|exercise
        |ejercicio|exerc[ií]cio|esercizio|exercice|zadanie|ot[aá]zka|fr[aå]ga
        |question\s*(?:no\b|number|\#)?|quest[aã]o|pregunta|frage|domanda|вопрос|задание|pytanie|vraag|soru|c[aâ]u|문제|문항|問題?|q|no\.|№|\#)
        \s*[\#:.]?\s*(?P<word>\d{{1,6}}|(?<=[题目问]){CN_NUMBER})(?![\d%])\s*(?:[.、:)\]]|(?=\s|$|[(\[【]))
    | \(\s*(?P<paren>\d{{1,6}})\s*\)\s*[.、:]?
    | [\[【(]\s*(?:试题|题目|问题|例题|习题|第|题|问|question|frage|pregunta|quest[aã]o|domanda|문제|q)\s?(?P<boxed>\d{{1,6}})
        \s*[题问]?\s*[\]】)]\s*[.、:)]?
    | [\[【]\s*(?P<bracket>\d{{1,6}})\s*[\]】]\s*[.、:]?
    | (?P<plain>\d{{1,6}})\s*(?P<mark>[.、)•・·](?:-(?=[\s¿¡A-Za-z]))?|[,，](?=\s*[^\d\s])|:(?=\s*[^\d\s]))
        (?!\d+\s*(?:分|%|pts|points))(?P<more>\d{{1,4}}[、.:](?!\d))?
    | (?P<alone>\d{{1,6}})\s*$
    | (?P<bare>\d{{1,4}})\s+(?=[^\s\d])
    | (?P<glued>\d{{1,3}})(?=[“《「\u4e00-\u9fff])(?![年月日个分点岁元次人名项条种类级号天章节题页万亿千百世周%])
    | (?P<chinese>{CN_NUMBER})\s*[、.。](?=.)
    | (?P<ring>[\u2474-\u249b])
    | (?P<code>(?-i:[A-Z]{{1,4}})-?\d[\dA-Z]{{0,5}})(?=\s*\(\s*[A-H]{{1,5}}\s*\)|\s*[.:]\s|\s*$)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:(?<![0-9A-Za-z.,:/\\~^_=+*<>-])|(?<=[:案 ][A-Ha-h])|(?<=[A-H][A-H]))(?:(?P<plain>\d{1,6})\s{0,2}(?P<mark>[.、)•・·])(?!"
    r"\d\d?(?!\d{2}|:))(?![a-z]{2,4}\b)|\((?P<paren>\d{1,4})\)|第\s?(?P<ordinal>\d{1,4})\s?题\s*[.、:]?|(?P<ring>[\u2474-\u249b]"
    r")|(?<![\w])Q(?P<word>\d{1,4})[.:、]|(?:(?<![\u4e00-\u9fff])问题|题目|试题)\s?(?P<named>\d{1,3}|[一二三四五六七八九十百]{1,"
    r"4})\s?[:、.])"
)
_STYLES = {".": "n.", "•": "n.", "・": "n.", "·": "n.", "、": "n.", ",": "n.", "，": "n.", ":": "n:", ")": "n)"}
_WEIGHTS = {"bare": -1.0, "glued": -1.0, "alone": -0.6, "n:": -0.8, "cn": -0.6, "code": 0.3, "word": 0.8}


_DECIMALS = re.compile(r"\d+")


def start_candidate(s: str, index: int, at: int) -> Candidate | None:
    match = _START.match(s, at)
    if match is None:
        return None
    value, style, prefix, weight = _number(match)
    if not value and style not in ("code", "n."):
        return None
    if style == "code" and sum(c.isdecimal() for c in match["code"]) < 2 and s[match.end() :].lstrip()[:1] != "(":
        return None
    end = match.end()
    decimals = _DECIMALS.match(s, end) if match["mark"] == "." else None
    if decimals is not None and len(decimals[0]) != 4:
        weight -= 4.0  # "3.5 kg" at the beginning of a wrapped line; "3.2013年" is a number and a year
    if match["more"] is not None:  # "1、1、stem": a page's mark and a number, or the number twice
        end = match.start("more")
    return Candidate(index, at + len(s[at:]) - len(s[at:].lstrip()), end, style, value, True, weight, prefix)


def _number(match: re.Match[str]) -> tuple[int, str, str, float]:
    plain = match["plain"]
    if plain:
        style = _STYLES[match["mark"][0]]
        return int(plain), style, "", _WEIGHTS.get(style, 0.0)
    groups = match.groupdict()
    for name in ("ordinal", "named", "boxed", "word", "paren", "bracket", "alone", "bare", "glued"):
        if groups.get(name):
            style = {"ordinal": "word", "named": "word", "boxed": "word", "paren": "(n)", "bracket": "[n]"}.get(name, name)
            return (int(groups[name]) if groups[name].isdecimal() else cn_number(groups[name])), style, "", _WEIGHTS.get(style, 0.0)
    if groups.get("ring"):
        code = ord(match["ring"])
        return (code - 0x2473, "(n)", "", 0.0) if code < 0x2488 else (code - 0x2487, "n.", "", 0.0)
    if groups.get("chinese"):
        return cn_number(groups["chinese"]), "cn", "", _WEIGHTS["cn"]
    code_text = groups["code"]
    digits = re.search(r"\d+$", code_text)
    return (int(digits[0][-4:]) if digits else 0), "code", code_text[: digits.start()] if digits else code_text, _WEIGHTS["code"]


def inline_candidates(s: str, index: int, start: int) -> list[Candidate]:
    found = []
    for match in _INLINE.finditer(s, start + 1):
        value, style, _, weight = _number(match)
        if value:
            found.append(Candidate(index, match.start(), match.end(), style, value, False, weight))
    return found
