"""The stem of one question: what stands before it, and answers that stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.strip import join_wrapped
from deckpress.readers.documents.recognise.styles import styled_spans
from deckpress.readers.documents.recognise.words import KIND_LABEL, LABELS, NOISE, POINTS, kind_of

__all__ = ["BLANKS", "LETTERS", "read_stem", "read_tags"]

_STEM_WORD = re.compile(
    r"\s*[【\[(]?(?:题目|题干|试题|问题|情景|情境|案例(?:背景|描述|材料|内容)?|背景(?:资料|材料)?|材料|场景"
    r"|question|stem|scenario|prompt|statement|enunciado|frage|pregunta|вопрос|問題文?|문제)[】\])]?\s*[:：]\s*",
    re.IGNORECASE,
)
LETTERS = re.compile(
    r"(?<![A-Za-z0-9_])[(\[【]\s{0,3}(?P<v>[A-Ha-h](?:[\s,，、;；/]{0,3}[A-Ha-h]){0,9})\s{0,3}(?:[.。]|(?:正确"
    r"|错误|[对错√×])\s{0,8})?\s{0,3}[)\]】](?:\s*[({]?\s*[Pp]\.?\s?\d{1,4}\s*[)}]?)?"
)
_HALF = re.compile(r"(?<=[\u3400-\u9fff])\s?(?P<v>[A-H]{1,5})[)](?=\s?[\u3400-\u9fff,.;:?，。；：？])")
"""A bracket that a character reader has lost the beginning of: ``通过D)来``."""
_UNCLOSED = re.compile(r"[(\[【]\s{0,3}(?P<v>[A-H]{1,9})\s{0,3}$")
_AFTER_EMPTY = re.compile(r"[(\[【]\s{0,9}[)\]】]\s{0,3}[。.?？:]?\s{1,9}(?P<v>[A-H](?:[\s、,]{0,3}[A-H]){0,8})\s{0,9}$")
_BARE_END = re.compile(r"(?<=[?？。:：)\s])\s{1,20}(?P<v>[A-H](?:[、,]?[A-H]){0,7})\s{0,9}$")
_PAGE = re.compile(r"\s*[({\[]?\s*[Pp]\.?\s?\d{1,4}(?:\s?[-~]\s?\d{1,4})?\s*[)}\]]?\s*$")
_TRUTH = re.compile(
    r"[(\[【]\s{0,6}(?P<v>[√×✓✗✔✘○◯⭕对错是否TFXYNVOtfx]|正确|错误|true|false|yes|no|V|F|Верно|Неверно)\s{0,6}[)\]】]",
    re.IGNORECASE,
)
_TRUTH_BARE = re.compile(r"(?:(?P<v>[√×✓✗✔✘])|(?<=[\s。.])(?P<w>[对错TFX]|正确|错误|true|false))\s{0,9}[。.]?\s{0,9}$", re.IGNORECASE)
BLANKS = re.compile(r"_{2,}(?:\s*_+)*|[(\[【]\s{0,60}[)\]】]|…{3,}|\.{6,}|-{6,}")
_UNDERSCORED = re.compile(r"(?<![A-Za-z0-9_])_{1,2}(?P<v>[^_\s][^_]{0,60})_{1,2}(?![A-Za-z0-9_])")
_FILLED = re.compile(r"[(【]\s{0,6}(?P<v>[^()【】]{1,60}?)\s{0,6}[)】]")


_ID_LINE = re.compile(r"[ ]*\(\s?([A-H])\s?\)[ ]*(?:\[[^\]\n]{0,120}\][ ]*)*\n")
"""The right letter and references behind a question's id: ``T1A01 (C) [97.1]``."""
_AGAIN = re.compile(r"\s*\d{1,4}\s*:\s*(?=[^\d\s])|\s*\d{2,4}\s?[.、]\s*(?=[\u4e00-\u9fff])")
"""A second number behind the first: ``9、1:stem``."""
_VERDICT = re.compile(
    r"\s*(?:correct|incorrect|partially correct|正确|不正确|错误|部分正确|not answered|未作答|complete|完成"
    r"|richtig|falsch|teilweise richtig|vollst[äa]ndig|(?:parcialmente )?(?:in)?correct[ao]|finalizado|(?:partiellement )?(?:in)?correct"
    r"|termin[ée]|(?:parcialmente )?(?:in)?correto|concluído|верно|неверно|частично правильный|выполнен|risposta (?:corretta|errata)"
    r"|parzialmente corretta"
    r"|topic\s*\#?\d{1,3})\s*\n",
    re.IGNORECASE,
)
"""What a learning platform says of somebody's answer, below the number."""
_TRUTH_WORD = re.compile(r"(?P<kind>[A-Za-zА-я/ ]{8,24}?|[判断正误是非对错题]{2,6}) ?: *(?=\S)")
"""``True or false: …`` before a statement."""
_FULL_MARKS = re.compile(r"(?:满分|分值|marked out of)\D{0,6}(\d{1,3}(?:\.\d{1,2})?)", re.IGNORECASE)
_KIND_ALONE = re.compile(r"\s*(?P<kind>[\u4e00-\u9fff]{2,6})\s?(?:[(\[【]\s?(?P<points>\d{1,3}(?:\.\d{1,2})?)\s?分\s?[)\]】])?\s*\n")
_KIND_END = re.compile(r"[ ]*[\[【(](?P<kind>[^\[\]【】()\n]{2,12})[)\]】][ ]*\*?[ ]*$")
"""A kind behind the stem: ``… [单选题] *``."""
_KIND_LINE = re.compile(r"\s*(?P<kind>[\u4e00-\u9fff]{2,6})\s*[:：]\s*(?=\S)")


def read_tags(draft: Draft, at: int) -> int:
    """Reads kind, points and words such as ``题目:`` behind the number; returns where the stem begins."""
    s = draft.strip.shadow
    begin = at
    at = _read_number_line(draft, at)
    while True:
        while at < len(s) and s[at] in " \n、.:：":
            at += 1
        behind = _kind_tag(draft, s, at) or _points_tag(draft, s, at)
        if not behind:
            word = _STEM_WORD.match(s, at)
            behind = word.end() if word is not None and word.end() < len(s) else 0
        if not behind:
            break
        at = behind
    if at > begin:
        draft.roles.append((begin, at, "label"))
    tag = _kind_behind(s, at)
    if tag is not None and draft.kind is None:
        draft.kind = kind_of(tag["kind"])
    return at


def _kind_behind(s: str, at: int) -> re.Match[str] | None:
    """The kind in brackets that a stem's first line ends with."""
    line_end = s.find("\n", at)
    line_end = line_end if line_end >= 0 else len(s)
    if line_end <= at or s[line_end - 1] not in ")]】* ":
        return None
    tag = _KIND_END.search(s, max(at, line_end - 24), line_end)
    named = tag is not None and tag.start() > at and tag["kind"].strip().endswith(("题", "选", "choice", "false"))
    return tag if named and tag is not None and kind_of(tag["kind"]) is not None else None


def _read_number_line(draft: Draft, at: int) -> int:
    """A second number, an id's answer and references, a platform's verdict: what else stands with the number."""
    s = draft.strip.shadow
    again = _AGAIN.match(s, at)
    at = again.end() if again is not None else at
    known = _ID_LINE.match(s, at)
    if known is not None:
        draft.inline = draft.inline or known[1]
        at = known.end()
    verdict = _VERDICT.match(s, at)
    return verdict.end() if verdict is not None and verdict.end() < len(s) else at


def _kind_tag(draft: Draft, s: str, at: int) -> int:
    """Where a kind's name ends that begins here (``(单选题, 2分)``, ``单选题:``, ``True or false:``), 0 without one."""
    tag = KIND_LABEL.match(s, at)
    if tag is not None and (kind := kind_of(tag["kind"])) is not None:
        draft.kind = draft.kind or kind
        draft.points = draft.points or tag["points"] or ""
        return tag.end()
    if draft.kind is not None:
        return 0
    truth = _TRUTH_WORD.match(s, at)
    if truth is not None and kind_of(truth["kind"]) == "truefalse":
        draft.kind = "truefalse"
        return truth.end()
    named = _KIND_ALONE.match(s, at) or _KIND_LINE.match(s, at)
    if named is not None and named.lastgroup == "points":
        draft.points = draft.points or named["points"]
    if named is not None and (kind := kind_of(named["kind"])) is not None and named["kind"].endswith(("题", "选", "断", "空")):
        draft.kind = kind
        return named.end()
    return 0


def _points_tag(draft: Draft, s: str, at: int) -> int:
    """Where points end that begin here (``(8分)``, ``2分`` on a line of its own, ``满分值:2.0分 …``), 0 without any."""
    points = POINTS.match(s, at)
    if points is not None and (points[0][0] in "([【（" or s[points.end() : points.end() + 1] in ("\n", "")):
        draft.points = draft.points or points[1]
        return points.end()
    line_end = s.find("\n", at)
    label = LABELS.match(s, at) if line_end >= 0 and NOISE.match(s, at) is not None else None
    if label is None or label.lastgroup != "noise":
        return 0
    full = _FULL_MARKS.search(s, at, line_end)
    draft.points = draft.points or (full[1] if full is not None else "")
    return line_end


_TRUTH_LINES = re.compile(
    r"(?:\n\s*(?:true|false|正确|错误|对|错|t|f|wahr|falsch|richtig|verdadero|falso|vrai|faux|verdadeiro|vero|верно|неверно|[AB])\s?[.、:)]?"
    r"\s?(?:正确|错误|对|错|true|false)?[ \t.。]*){2}\s*$",
    re.IGNORECASE,
)
"""The two options of a true/false question, below its statement."""
_RULED = re.compile(r"(?<=[?？。.!！:：)）*\]])[ ]{0,9}(?:\n[ ]{0,9}_{8,200}[ ]{0,9}){1,20}\n?$")
"""Lines to write on, below a whole sentence."""
_SCORE_LINE = re.compile(
    r"\n?\s*[(（【\[]\s*(?:(?:score|分值|分数|points?|本题)\s*[:：]?\s*(\d{1,3}(?:\.\d{1,2})?)\s*(?:分|points?)?"
    r"|(\d{1,3}(?:\.\d{1,2})?)\s*(?:分|points?|pts?|marks?|punti|punkte?|puntos?))\s*[)）】\]]\s*$",
    re.IGNORECASE,
)


_DIGIT = re.compile(r"\d")
_INDENT_STAYS = "\0"
"""Before a line of code while the lines are joined: no document has one (the containers take them out)."""


def read_stem(draft: Draft, at: int, end: int, wrap: int, lines: Sequence[Line]) -> None:
    strip = draft.strip
    s, t = strip.shadow, strip.text
    cuts: list[tuple[int, int, str]] = [(*draft.cut, "\n")] if draft.cut[1] else []
    kind = draft.kind or draft.section.kind
    region_end = end
    tag = _kind_behind(s[:end], at)
    if tag is not None:
        cuts.append((tag.start(), tag.end(), ""))
    truths = _TRUTH_LINES.search(s, max(at, end - 60), end) if not draft.options else None
    if truths is not None and truths.start() > at:
        draft.kind = draft.kind or "truefalse"
        draft.roles.append((truths.start(), end, "option"))
        end = region_end = truths.start()
    ruled = _RULED.search(s, max(at, end - 800), end) if s[end - 1 : end] in "_\n" else None
    if ruled is not None and ruled.start() > at:
        draft.roles.append((ruled.start(), end, "label"))
        end = region_end = ruled.start()
    numbered = _DIGIT.search(s, max(at, end - 40), end) is not None
    score = _SCORE_LINE.search(s, max(at, end - 40), end) if numbered else None
    if score is not None:
        draft.points = draft.points or score[1] or score[2]
        cuts.append((score.start(), end, ""))
        region_end = score.start()
    page = _PAGE.search(s, max(at, region_end - 24), region_end) if numbered else None
    if page is not None and page.start() > at:
        cuts.append((page.start(), region_end, ""))
        region_end = page.start()
    found = _inline_answer(s, at, region_end, kind, bool(draft.options))
    if found is not None:
        draft.inline = found[0]
        cuts.append((found[1], found[2], _emptied(t[found[1] : found[2]]) if found[3] else ""))
    elif kind == "cloze" and not draft.options:
        cuts += _filled_in(draft, at, region_end, lines)
    cuts += [(a, a, _INDENT_STAYS) for a, n in zip(strip.starts, strip.lines, strict=True) if at < a < end and lines[n].role == "code"]
    pieces, last = [], at
    for a, b, text in sorted(cuts):
        if a >= last:
            pieces += [t[last:a], text]
            last = b
    pieces.append(t[last:end])
    draft.stem = join_wrapped("".join(pieces), wrap).strip().replace(_INDENT_STAYS, "")
    draft.stem_span = (at, end)
    draft.roles.append((at, end, "stem"))


def _filled_in(draft: Draft, at: int, end: int, lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    """Blanks that are filled already: between underscores, in a style of their own, in brackets. What is put in their place."""
    s, t = draft.strip.shadow, draft.strip.text
    spans = [(m.start(), m.end(), *m.span("v")) for m in _underscored(s, at, end)]
    if not spans and not BLANKS.search(s, at, end):
        spans = [(a, b, a, b) for a, b in styled_spans(draft.strip, lines, at, end)]
        if not spans:
            filled = [m for m in _FILLED.finditer(s, at, end) if m["v"].strip() and not m["v"].isdecimal()]
            spans = [(m.start(), m.end(), *m.span("v")) for m in filled]
            if any(s[m.end() : m.end() + 1].isdecimal() for m in filled):
                draft.review.append("what stands in brackets may be no answer")  # (101)2
    for _, _, a, b in spans:
        draft.blanks.append(" ".join(t[a:b].replace("\n", "").split()))
    return [(a, b, "____") for a, b, _, _ in spans]


def _underscored(s: str, at: int, end: int) -> list[re.Match[str]]:
    """Answers written between underscores (``为__0__``), where no underscores stand without one."""
    found = list(_UNDERSCORED.finditer(s, at, end))
    inside = sum(m[0].count("_") for m in found)
    return found if found and s.count("_", at, end) == inside else []


def _says_truth(sign: str, stem: str) -> bool:
    """Whether a sign in a bracket says true or false by itself; O does in texts that are not of Latin letters."""
    return sign in "√×✓✗✔✘○◯⭕对错正确错误TFVX" or (sign == "O" and any(c >= "\u2e80" for c in stem))


def _emptied(bracket: str) -> str:
    """The document's own bracket without the answer in it."""
    close = next((c for c in bracket if c in ")）]】］"), "")
    if bracket[0] not in "(（[【［":
        return f"( {close or ')'}"
    return f"{bracket[0]} {close or {'（': '）', '【': '】', '[': ']'}.get(bracket[0], ')')}"


def _broken_answer(s: str, at: int, end: int, options: bool) -> tuple[str, int, int, str] | None:
    """Letters without their bracket, or with half of it."""
    half = next(_HALF.finditer(s, at, end), None) if options else None
    if half is not None and s.rfind("(", at, half.start()) <= s.rfind(")", at, half.start()):
        return half["v"], half.start(), half.end(), "( )"
    for pattern, left in ((_UNCLOSED, "( )"), (_AFTER_EMPTY, "( )"), (_BARE_END, "")):
        found = pattern.search(s, max(at, end - 80), end)
        if found is not None and (options or pattern is not _BARE_END):
            return found["v"], found.start(), found.end(), left
    return None


_LETTER = re.compile("[A-Ha-h]")


def _inline_letters(s: str, at: int, end: int, options: bool) -> tuple[str, int, int, str] | None:
    """Letters in the stem of a choice, as `_inline_answer` gives them."""
    matches = list(LETTERS.finditer(s, at, end))
    upper = [m for m in matches if m["v"].isupper()] or (matches if len(matches) == 1 else [])
    if upper:
        match = upper[-1]
        return match["v"], match.start(), match.end(), "( )"
    return _broken_answer(s, at, end, options)


def _inline_answer(s: str, at: int, end: int, kind: FoundKind | None, options: bool) -> tuple[str, int, int, str] | None:
    """An answer that stands in the stem: its text, its place, and what is left there."""
    if options or kind in ("single", "multiple"):
        found = _inline_letters(s, at, end, options) if _LETTER.search(s, at, end) else None
        if found is not None or options:
            return found
    if kind in (None, "truefalse") and not options:
        truths = list(_TRUTH.finditer(s, at, end))
        if truths and (kind == "truefalse" or (end - truths[-1].end() <= 3 and _says_truth(truths[-1]["v"], s[at : at + 200]))):
            match = truths[-1]
            return match["v"], match.start(), match.end(), "( )"
        if truths and not s[at : truths[0].start()].strip() and truths[0]["v"].upper() in "√×✓✗TFVX○对错":
            return truths[0]["v"], truths[0].start(), truths[0].end(), ""
        bare = _TRUTH_BARE.search(s, max(at, end - 24), end)
        if bare is not None and (kind == "truefalse" or bare["v"]):
            return bare["v"] or bare["w"], bare.start(), bare.end(), ""
    if kind is None and not options:
        letters = list(LETTERS.finditer(s, at, end))
        if len(letters) == 1 and letters[0]["v"].isupper():
            return letters[0]["v"], letters[0].start(), letters[0].end(), "( )"
    return None
