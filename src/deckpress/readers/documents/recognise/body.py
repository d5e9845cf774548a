"""The inside of one question: number, label, stem, options, answer, explanation, rubric."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answer_letters import read_letters
from deckpress.readers.documents.recognise.answer_match import key
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.facts import Facts, Label
from deckpress.readers.documents.recognise.groups import last_option_end
from deckpress.readers.documents.recognise.options import OptionSpan, find_options, late_options
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.shadow import width
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped
from deckpress.readers.documents.recognise.styles import styled_spans
from deckpress.readers.documents.recognise.words import KIND_LABEL, LABELS, POINTS, kind_of

__all__ = ["read_body"]

_WEAK = re.compile(r"[\s【\[《]*(?:说明|注解|依据|出处|分析|解释|点评|notes?|why|discussion|comments?|reason(?:ing)?|feedback|解答|思路|点拨|justification)", re.IGNORECASE)
_STEM_WORD = re.compile(r"\s*[【\[(]?(?:题目|题干|试题|问题|情景|情境|案例(?:背景|描述|材料|内容)?|背景(?:资料|材料)?|材料|场景|question|stem|scenario|prompt|statement|enunciado|frage|pregunta|вопрос|問題文?|문제)[】\])]?\s*[:：]\s*", re.IGNORECASE)
_LETTERS = re.compile(r"(?<![A-Za-z0-9_])[(\[【]\s{0,3}(?P<v>[A-Ha-h](?:[\s,，、;；/]{0,3}[A-Ha-h]){0,9})\s{0,3}(?:[.。]|(?:正确|错误|[对错√×])\s{0,8})?\s{0,3}[)\]】](?:\s*[({]?\s*[Pp]\.?\s?\d{1,4}\s*[)}]?)?")
_UNCLOSED = re.compile(r"[(\[【]\s{0,3}(?P<v>[A-H]{1,9})\s{0,3}$")
_AFTER_EMPTY = re.compile(r"[(\[【]\s{0,9}[)\]】]\s{0,3}[。.?？:]?\s{1,9}(?P<v>[A-H](?:[\s、,]{0,3}[A-H]){0,8})\s{0,9}$")
_BARE_END = re.compile(r"(?<=[?？。:：)\s])\s{1,20}(?P<v>[A-H](?:[、,]?[A-H]){0,7})\s{0,9}$")
_PAGE = re.compile(r"\s*[({\[]?\s*[Pp]\.?\s?\d{1,4}(?:\s?[-~]\s?\d{1,4})?\s*[)}\]]?\s*$")
_TRUTH = re.compile(r"[(\[【]\s{0,6}(?P<v>[√×✓✗✔✘对错是否TFXYNtfx]|正确|错误|true|false|yes|no|V|F|Верно|Неверно)\s{0,6}[)\]】]", re.IGNORECASE)
_TRUTH_BARE = re.compile(r"(?:(?P<v>[√×✓✗✔✘])|(?<=[\s。.])(?P<w>[对错TFX]|正确|错误|true|false))\s{0,9}[。.]?\s{0,9}$", re.IGNORECASE)
_BLANKS = re.compile(r"_{2,}(?:\s*_+)*|[(\[【]\s{0,60}[)\]】]|…{3,}|\.{6,}|-{6,}")
_FILLED = re.compile(r"[(【]\s{0,6}(?P<v>[^()【】]{1,60}?)\s{0,6}[)】]")


def read_body(strip: Strip, at: int, lines: Sequence[Line], facts: Sequence[Facts], section: Section, *, wrap: int = 0, lead: str = "") -> Draft:
    """The question whose number ends at ``at`` in the strip. Nothing of it is lost: what has no role is added by the caller."""
    draft = Draft(strip, strip.place(min(at, max(0, len(strip.text) - 1))).line if strip.lines else 0, section)
    if at:
        draft.roles.append((0, at, "label"))
    if lead:
        draft.inline = lead
    at = _read_tags(draft, at)
    labels = _valid_labels(strip, at, facts)
    head_end = labels[0].start if labels else len(strip.text)
    choices = _choice_lines(strip, lines, at, len(strip.text))
    if choices:
        head_end = _read_choices(draft, choices, lines, labels)
        stem_end = choices[0].start
    else:
        stem_end = _read_options(draft, at, head_end, labels, lines)
    if not draft.options and not labels:
        stem_end = _read_free_answer(draft, at, stem_end, lines, wrap)
    _read_stem(draft, at, stem_end, wrap, lines)
    _read_labels(draft, labels, wrap)
    return draft


def _read_free_answer(draft: Draft, at: int, end: int, lines: Sequence[Line], wrap: int) -> int:
    """A question in its first line and an answer without a label below it; returns where the stem ends."""
    strip = draft.strip
    first = strip.shadow.find("\n", at + len(strip.shadow[at:]) - len(strip.shadow[at:].lstrip()))
    if first < 0 or first >= end or not strip.text[first:end].strip():
        return end
    kind = draft.kind or draft.section.kind
    head = lines[strip.place(at if at < len(strip.text) else 0).line]
    stem = strip.shadow[at:first].strip()
    heading = head.role == "heading" or _is_bold(head)
    asks = kind in (None, "short") and (stem.endswith(("?", "？")) or kind == "short") and not _BLANKS.search(stem)
    full = bool(wrap) and width(stem) >= wrap and not stem.endswith(("?", "？", "。"))
    if not (heading and kind in (None, "short", "case")) and (not asks or full):
        return end
    if _ON_CODE.search(stem):
        for row, number in enumerate(strip.lines):
            if strip.starts[row] == first + 1 and lines[number].role == "code" and strip.row_end(row) < end:
                first = strip.row_end(row)
    if not strip.text[first:end].strip():
        return end
    draft.answer = join_wrapped(strip.text[first:end], wrap).strip()
    draft.roles.append((first, end, "answer"))
    return first


_ON_CODE = re.compile(r"代码|程序|语句|函数|下[面列]|以下|code|snippet|program|output|function|following|[:：]\s*$", re.IGNORECASE)


def _is_bold(line: Line) -> bool:
    size = len(line.text.strip())
    return size > 0 and sum(m.end - m.start for m in line.marks if m.style == "bold") >= 0.7 * size


def _read_tags(draft: Draft, at: int) -> int:
    """Reads kind, points and words such as ``题目:`` behind the number; returns where the stem begins."""
    s = draft.strip.shadow
    begin = at
    while True:
        start = at
        while at < len(s) and s[at] in " \n、.:：":
            at += 1
        tag = KIND_LABEL.match(s, at)
        if tag is not None and (kind := kind_of(tag["kind"])) is not None and len(tag["kind"]) <= 24:
            draft.kind = draft.kind or kind
            draft.points = draft.points or tag["points"] or ""
            at = tag.end()
            continue
        points = POINTS.match(s, at)
        if points is not None and (points[0][0] in "([【（" or s[points.end() : points.end() + 1] in ("\n", "")):
            draft.points = draft.points or points[1]
            at = points.end()
            continue
        label = LABELS.match(s, at)
        if label is not None and label.lastgroup == "noise" and "\n" in s[at:]:
            line_end = s.index("\n", at)
            points = re.search(r"(?:满分|分值|marked out of)\D{0,6}(\d{1,3}(?:\.\d{1,2})?)", s[at:line_end], re.IGNORECASE)
            draft.points = draft.points or (points[1] if points is not None else "")
            at = line_end
            continue
        word = _STEM_WORD.match(s, at)
        if word is not None and word.end() < len(s):
            at = word.end()
            continue
        at = max(start, at)
        break
    if at > begin:
        draft.roles.append((begin, at, "label"))
    return at


def _valid_labels(strip: Strip, at: int, facts: Sequence[Facts]) -> list[Label]:
    valid: list[Label] = []
    answered = explained = False
    found = strip.labels(facts)
    last_answer = max((label.start for label in found if label.name == "answer"), default=-1)
    for label in found:
        if label.start < at:
            continue
        at_line = strip.line_start(label.start)
        text = strip.shadow[label.start : label.end]
        bracketed = text.lstrip()[:1] in "【[《〖"
        if label.name == "noise":
            if not (at_line or valid):
                continue
        elif _WEAK.match(text):
            if not bracketed and not (at_line and (answered or len(strip.starts) > 1)):
                continue
        elif label.name == "answer" and not at_line and not bracketed and explained:
            continue  # "…, so the answer: B" inside an explanation
        elif label.name == "answer" and answered and (explained or not at_line):
            continue
        if valid and label.name == valid[-1].name == "answer" and not strip.shadow[valid[-1].end : label.start].strip(" \n:：*"):
            valid[-1] = Label(valid[-1].start, label.end, "answer")  # "Answer" on its own line above "Correct answer: A"
            continue
        if label.name == "answer" and label.start < last_answer and _TO_FILL.match(strip.shadow, label.end):
            valid.append(label._replace(name="noise"))  # a line to write on; the answer follows
            continue
        answered = answered or label.name == "answer"
        explained = explained or label.name == "explanation"
        valid.append(label)
    return valid


_TO_FILL = re.compile(r"\s*_{2,}[\s_]*(?:\n|$)|\s*_{2,}")


def _choice_lines(strip: Strip, lines: Sequence[Line], at: int, end: int) -> list[OptionSpan]:
    """Options that the container knows (boxes, radio buttons), each with the code below it."""
    found: list[OptionSpan] = []
    for row, number in enumerate(strip.lines):
        begin = strip.starts[row]
        stop = strip.starts[row + 1] if row + 1 < len(strip.starts) else end
        if begin < at or begin >= end:
            continue
        if lines[number].role == "choice":
            found.append(OptionSpan(len(found), begin, begin, stop))
        elif found and lines[number].role == "code" and found[-1].end == begin:
            found[-1] = found[-1]._replace(end=stop)
    return found if len(found) >= 2 else []


_LETTER_ONLY = re.compile(r"\s*[(\[]?[A-Ha-h][)\].:、]?\s*\n")
_LETTER_MARK = re.compile(r"\s*[(\[]?([A-Ha-h])[)\].:、．]\s*")


def _read_choices(draft: Draft, choices: list[OptionSpan], lines: Sequence[Line], labels: list[Label]) -> int:
    strip = draft.strip
    texts = []
    lettered = all(_LETTER_MARK.match(strip.shadow, c.begin, c.end) for c in choices)
    for choice in choices:
        match = _LETTER_ONLY.match(strip.shadow, choice.begin, choice.end)
        if match is None and lettered:
            match = _LETTER_MARK.match(strip.shadow, choice.begin, choice.end)
        begin = match.end() if match is not None and match.end() < choice.end else choice.begin
        texts.append(join_wrapped(strip.text[begin : choice.end], keep=True))
        draft.roles.append((choice.start, choice.end, "option"))
    draft.options = texts
    draft.option_spans = [(c.begin, c.end) for c in choices]
    draft.ticked = tuple(c.letter for c in choices if lines[strip.place(c.start).line].checked)
    end = choices[-1].end
    following = next((label.start for label in labels if label.start >= end), len(strip.text))
    rest = strip.text[end:following].strip()
    if rest:
        draft.explanation = rest
        draft.roles.append((end, following, "explanation"))
    return end


def _read_options(draft: Draft, at: int, head_end: int, labels: list[Label], lines: Sequence[Line]) -> int:
    """Finds the options before the first label, or behind an answer that stands between stem and options; returns the stem's end."""
    strip = draft.strip
    digits = draft.section.kind in ("single", "multiple") or draft.kind in ("single", "multiple")
    spans = find_options(strip.shadow, at, head_end, digits=digits)
    if not spans and labels and labels[0].name == "answer":
        value_end = strip.shadow.find("\n", labels[0].end)
        if value_end >= 0:
            limit = labels[1].start if len(labels) > 1 else len(strip.text)
            spans = find_options(strip.shadow, value_end, limit, digits=digits)
            if spans and read_letters(strip.text[labels[0].end : value_end].strip()) is not None:
                _place_options(draft, spans)
                draft.answer = strip.text[labels[0].end : value_end].strip()
                draft.roles.append((labels[0].start, value_end, "answer"))
                draft.cut = (labels[0].start, value_end)
                del labels[0]
                return min(span.start for span in spans)
            spans = []
    if not spans:
        plain = _plain_options(draft, at, head_end, labels, lines)
        if plain:
            _place_options(draft, plain)
            return plain[0].start
        bracket = next(_LETTERS.finditer(strip.shadow, at, head_end), None)
        late = late_options(strip.shadow, bracket.end(), head_end) if bracket is not None and digits else []
        if bracket is None or not late:
            return head_end
        draft.inline = bracket["v"]
        draft.options = [strip.text[span.begin : span.end].strip() for span in late]
        draft.roles += [(span.start, span.end, "option") for span in late]
        draft.review.append(f"the options before {chr(65 + late[0].letter)} are missing in the document")
        return late[0].start
    _place_options(draft, spans)
    return min(span.start for span in spans)


def _plain_options(draft: Draft, at: int, head_end: int, labels: Sequence[Label], lines: Sequence[Line]) -> list[OptionSpan]:
    """Options without letters: list items or lines below the stem, where an answer, a sign or the heading says that they are some."""
    strip = draft.strip
    rows = [r for r, start in enumerate(strip.starts) if at <= start < head_end or (r == 0 and at < strip.row_end(0))]
    if len(rows) < 3:
        return []
    body = rows[1:]
    items = [r for r in body if lines[strip.lines[r]].role == "item"]
    if len(items) >= 2 and items == list(range(items[0], items[0] + len(items))) and items[-1] == rows[-1]:
        body = items
    elif items:
        return []
    texts = [strip.text[strip.starts[r] : strip.row_end(r)].strip() for r in body]
    if not 2 <= len(texts) <= 8 or any(len(text) > 200 for text in texts):
        return []
    ticked = sum(bool(_TICK_END.search(text) or _TICK_START.match(text)) for text in texts)
    wanted = (draft.kind or draft.section.kind) in ("single", "multiple")
    value = strip.text[labels[0].end :].split("\n", 1)[0].strip() if labels and labels[0].name == "answer" else ""
    letters = read_letters(value) if value else None
    told = (letters is not None and max(letters) < len(texts)) or (bool(value) and key(value) in {key(text) for text in texts})
    if not (0 < ticked < len(texts) or (told and (wanted or bool(items) or letters is not None)) or (wanted and bool(items))):
        return []
    if len(texts) < 3 and not ticked and not items:
        return []
    return [OptionSpan(i, strip.starts[r], strip.starts[r], strip.row_end(r)) for i, r in enumerate(body)]


def _place_options(draft: Draft, spans: list[OptionSpan]) -> None:
    strip = draft.strip
    last = max(spans, key=lambda span: span.start)
    cut = min(_tail_of(strip, spans, last), last_option_end(strip, spans, last))
    texts = []
    for span in spans:
        end = cut if span is last else span.end
        text = join_wrapped(strip.text[span.begin : end], 1).strip(" \t\u00a0\u3000")
        texts.append(text)
        draft.roles.append((span.start, end, "option"))
    draft.options = _without_second_letter(texts)
    _read_ticks(draft)
    draft.option_spans = [(span.begin, cut if span is last else span.end) for span in spans]
    letters = [span.letter for span in sorted(spans, key=lambda span: span.start)]
    if letters != sorted(letters):
        draft.review.append("the options stand out of order in the document")
    rest = strip.text[cut : last.end].strip()
    if rest and strip.lines[_row(strip, cut)] - strip.lines[_row(strip, cut) - 1] <= 2 and len(rest) > 12 and not draft.explanation:
        draft.explanation = rest  # a text below the options without a label
        draft.roles.append((cut, last.end, "explanation"))
    if any(not text for text in texts):
        draft.review.append("an option is empty")


def _without(text: str, sign: re.Match[str] | None, at_end: bool) -> str:
    if sign is None:
        return text
    return (text[: sign.start()] if at_end else text[sign.end() :]).strip()


_SECOND = re.compile(r"\s*[(（\[【]?([A-Ha-hＡ-Ｈ])[)）\]】]?\s?[.．、:：)）]\s*")


def _without_second_letter(texts: list[str]) -> list[str]:
    """``A、A.text`` in each option: the letter was written twice."""
    second = [_SECOND.match(text) for text in texts]
    if all(m is not None and ord(m[1].upper()) - 65 in (i, i + 0xFF21 - 65) for i, m in enumerate(second)):
        return [text[m.end() :] for text, m in zip(texts, second, strict=True) if m is not None]
    return texts


_TICK_END = re.compile(
    r"\s*(?:[【(（\[]?\s*此项为?本?\s*题?的?正\s*确\s*答\s*案\s*[】)）\]]?|[(（【\[]\s*(?:正确(?:答案|选项)?|right|correct(?: answer)?|richtig|vrai|correcta?|答案|√|✓|✔|对)\s*[)）】\]]|[√✓✔✅☑🗸★]\ufe0f?|(?<=\S)\s*\*{1,2}|(?:←|<--+|<==+)\s*(?:正确|答案|对|correct|right|answer|this|√|✓)?.{0,8}(?<![A-H]))\s*$",
    re.IGNORECASE,
)
_TICK_START = re.compile(r"\s*(?:[√✓✔✅☑🗸★]\ufe0f?|\*{1,2}(?=\S)|\[[xX√✓]\])\s*")
_TICK_SIGNS = re.compile(r"[√✓✔✅☑🗸★*←]|<[-=]|正|right|correct|richtig|vrai|答案|对[)）】\]]|\[[xX]\]", re.IGNORECASE)
_UNTICKED = re.compile(r"\s*(?:[✗✘❌☐□○×✕]\ufe0f?|\[\s?\])\s*")


def _read_ticks(draft: Draft) -> None:
    """The options that a sign beside them marks as right; the signs are taken away."""
    if not any(_TICK_SIGNS.search(text) for text in draft.options):
        return
    ended = [_TICK_END.search(text) for text in draft.options]
    begun = [_TICK_START.match(text) for text in draft.options]
    for found, at_end in ((ended, True), (begun, False)):
        ticked = tuple(i for i, m in enumerate(found) if m is not None)
        if ticked and len(ticked) < len(found):
            draft.options = [_without(text, m, at_end) for text, m in zip(draft.options, found, strict=True)]
            draft.ticked = ticked
            break
    draft.options = [_UNTICKED.sub("", text, count=1) if draft.ticked and _UNTICKED.match(text) else text for text in draft.options]


def _row(strip: Strip, offset: int) -> int:
    return bisect_right(strip.starts, offset) - 1


def _tail_of(strip: Strip, spans: list[OptionSpan], last: OptionSpan) -> int:
    """Where the last option ends: before a line behind a gap that no other option has."""
    rows = [i for i, start in enumerate(strip.starts) if last.begin < start < last.end]
    if not rows:
        return last.end
    ordered = sorted(spans, key=lambda span: span.start)
    gaps_elsewhere = any(
        strip.lines[i] - strip.lines[i - 1] > 1 for i, start in enumerate(strip.starts) if i and ordered[0].start <= start <= last.start
    )
    others = max((strip.shadow.count("\n", s.begin, s.end - 1) for s in ordered[:-1]), default=0)
    for count, row in enumerate(rows):
        gap = strip.lines[row] - strip.lines[row - 1] > 1
        if (gap and not gaps_elsewhere) or (gaps_elsewhere and gap and count >= others):
            return strip.starts[row]
    return last.end


_TRUTH_LINES = re.compile(r"(?:\n\s*(?:true|false|正确|错误|对|错|t|f|[AB])\s?[.、:)]?\s?(?:正确|错误|对|错|true|false)?[ \t.。]*){2}\s*$", re.IGNORECASE)
"""The two options of a true/false question, below its statement."""
_SCORE_LINE = re.compile(r"\n?\s*[(（【\[]\s*(?:(?:score|分值|分数|points?|本题)\s*[:：]?\s*(\d{1,3}(?:\.\d{1,2})?)\s*(?:分|points?)?|(\d{1,3}(?:\.\d{1,2})?)\s*(?:分|points?|pts?|marks?|punti|punkte?|puntos?))\s*[)）】\]]\s*$", re.IGNORECASE)


def _read_stem(draft: Draft, at: int, end: int, wrap: int, lines: Sequence[Line]) -> None:
    strip = draft.strip
    s, t = strip.shadow, strip.text
    cuts: list[tuple[int, int, str]] = [(*draft.cut, "\n")] if draft.cut[1] else []
    kind = draft.kind or draft.section.kind
    region_end = end
    truths = _TRUTH_LINES.search(s, max(at, end - 60), end) if not draft.options else None
    if truths is not None and truths.start() > at:
        draft.kind = draft.kind or "truefalse"
        draft.roles.append((truths.start(), end, "option"))
        end = region_end = truths.start()
    score = _SCORE_LINE.search(s, max(at, end - 40), end)
    if score is not None:
        draft.points = draft.points or score[1] or score[2]
        cuts.append((score.start(), end, ""))
        region_end = score.start()
    page = _PAGE.search(s, max(at, region_end - 24), region_end)
    if page is not None and page.start() > at:
        cuts.append((page.start(), region_end, ""))
        region_end = page.start()
    found = _inline_answer(s, at, region_end, kind, bool(draft.options))
    if found is not None:
        draft.inline = found[0]
        cuts.append((found[1], found[2], found[3]))
    elif kind == "cloze" and not draft.options and not _BLANKS.search(s, at, region_end) and (styled := list(styled_spans(strip, lines, at, region_end))):
        for a, b in styled:
            draft.blanks.append(t[a:b].strip())
            cuts.append((a, b, "____"))
    elif kind == "cloze" and not draft.options and not _BLANKS.search(s, at, region_end):
        for match in _FILLED.finditer(s, at, region_end):
            if match["v"].strip() and not match["v"].isdecimal():
                draft.blanks.append(t[match.start("v") : match.end("v")].strip())
                cuts.append((match.start(), match.end(), "____"))
    pieces, last = [], at
    for a, b, text in sorted(cuts):
        if a >= last:
            pieces += [t[last:a], text]
            last = b
    pieces.append(t[last:end])
    draft.stem = join_wrapped("".join(pieces), wrap).strip()
    draft.stem_span = (at, end)
    draft.roles.append((at, end, "stem"))


def _inline_answer(s: str, at: int, end: int, kind: FoundKind | None, options: bool) -> tuple[str, int, int, str] | None:
    """An answer that stands in the stem: its text, its place, and what is left there."""
    if options or kind in ("single", "multiple"):
        matches = list(_LETTERS.finditer(s, at, end))
        upper = [m for m in matches if m["v"].isupper()] or (matches if len(matches) == 1 else [])
        if upper:
            match = upper[-1]
            return match["v"], match.start(), match.end(), "( )"
        for pattern, left in ((_UNCLOSED, "( )"), (_AFTER_EMPTY, "( )"), (_BARE_END, "")):
            match_or_none = pattern.search(s, max(at, end - 80), end)
            if match_or_none is not None and (options or pattern is not _BARE_END):
                return match_or_none["v"], match_or_none.start(), match_or_none.end(), left
        if options:
            return None
    if kind in (None, "truefalse") and not options:
        truths = list(_TRUTH.finditer(s, at, end))
        if truths and (kind == "truefalse" or (end - truths[-1].end() <= 3 and truths[-1]["v"] in "√×✓✗✔✘对错正确错误")):
            match = truths[-1]
            return match["v"], match.start(), match.end(), "( )"
        bare = _TRUTH_BARE.search(s, max(at, end - 24), end)
        if bare is not None and (kind == "truefalse" or bare["v"]):
            return bare["v"] or bare["w"], bare.start(), bare.end(), ""
    if kind is None and not options:
        letters = list(_LETTERS.finditer(s, at, end))
        if len(letters) == 1 and letters[0]["v"].isupper():
            return letters[0]["v"], letters[0].start(), letters[0].end(), "( )"
    return None


def _read_labels(draft: Draft, labels: list[Label], wrap: int) -> None:
    strip = draft.strip
    for i, label in enumerate(labels):
        end = labels[i + 1].start if i + 1 < len(labels) else len(strip.text)
        value = strip.text[label.end : end]
        if label.name == "answer":
            _read_answer_value(draft, label, value, end, wrap)
        elif label.name == "explanation":
            text = join_wrapped(value, wrap).strip()
            draft.explanation = "\n".join(x for x in (draft.explanation, text) if x)
            draft.roles.append((label.start, end, "explanation"))
        elif label.name == "rubric":
            draft.rubric += [x.strip() for x in re.split(r"[\n;；]", value) if x.strip()]
            draft.roles.append((label.start, end, "rubric"))
        else:
            _read_noise(draft, label, end)


def _read_noise(draft: Draft, label: Label, end: int) -> None:
    """What somebody else answered, a score, a difficulty: its own line, or all up to the next label."""
    strip = draft.strip
    line_end = strip.text.find("\n", label.end)
    if label.name == "noise" and 0 <= line_end < end and not draft.options:
        draft.roles.append((label.start, line_end, "label"))
        rest = strip.text[line_end:end].strip()
        if rest:
            draft.roles.append((line_end, end, "label"))
        return
    draft.roles.append((label.start, end, "label"))


def _read_answer_value(draft: Draft, label: Label, value: str, end: int, wrap: int) -> None:
    kind = draft.kind or draft.section.kind
    choice = bool(draft.options) or kind in ("single", "multiple", "truefalse")
    if draft.answer is not None:
        draft.explanation = "\n".join(x for x in (draft.explanation, value.strip()) if x)
        draft.roles.append((label.start, end, "explanation"))
        return
    if not choice:
        draft.answer = join_wrapped(value, wrap).strip()
        draft.roles.append((label.start, end, "answer"))
        return
    lead = len(value) - len(value.lstrip())
    line_end = value.find("\n", lead)
    if line_end < 0:
        line_end = len(value)
    while line_end < len(value) and _is_option(draft, value[line_end + 1 :].split("\n", 1)[0]):
        following = value.find("\n", line_end + 1)
        line_end = following if following >= 0 else len(value)
    draft.answer = value[:line_end].strip()
    draft.roles.append((label.start, label.end + line_end, "answer"))
    rest = value[line_end:].strip()
    if rest:
        draft.roles.append((label.end + line_end, end, "explanation"))
        draft.explanation = "\n".join(x for x in (draft.explanation, join_wrapped(rest, wrap)) if x)


def _is_option(draft: Draft, line: str) -> bool:
    """Whether a line below an answer is the text of another option: several right options are given by their texts."""
    wanted = key(line)
    return bool(wanted) and any(key(option) == wanted for option in draft.options)
