"""Where cases begin and end in a text, and where their tasks stand: one pass over its tokens."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from deckpress.readers.documents.recognise.case_words import INSTRUCTION, Token, asks

__all__ = ["Cut", "cut_cases"]

_LEAST = 12
"""Visible characters that a scenario has at least above a word such as ``Questions:``, and above a bare list of tasks."""
_LEAST_BARE = 30
_MAX_INSTRUCTION = 160
_MAX_SIZE = 400
_MAX_LOOK = 20_000
_NEAR = 40
_OF_CASES = frozenset({"n.", "n)", "(n)", "cn.", "(cn)"})
"""The styles in which cases themselves are numbered."""


@dataclass(slots=True)
class Cut:
    """A case ``shadow[start:end]``: its number ends at ``begin``, its scenario at ``head``, each task begins with a mark.

    ``answers`` is where an answer without a label begins, -1 without one. ``worded``: a word announces the tasks.
    """

    start: int
    begin: int
    end: int = -1
    head: int = -1
    style: str = ""
    value: int = 0
    tasks: list[Token] = field(default_factory=list)
    answers: int = -1
    worded: bool = False
    labelled: bool = False


def cut_cases(
    s: str,
    found: Sequence[Token],
    *,
    strong: bool,
    opened: Cut | None,
    paragraph: Callable[[int], int],
    known: Set[int],
    stops: Sequence[int],
) -> list[Cut]:
    """The cases of a shadow, in order, without gaps between them.

    ``strong``: a heading says that cases stand here; else a case needs the words for its scenario and for its tasks.
    ``opened`` is a case that is open at the beginning. ``paragraph`` gives the beginning of the paragraph around an offset,
    ``known`` are beginnings of numbered questions as read so far; ``stops``, rising, are those at which a case ends, unless its
    tasks begin there.
    """
    cutter = _Cutter(s, found, strong, paragraph, known)
    cutter.open = opened
    ahead = deque(stops)
    for index, token in enumerate(found):
        while ahead and ahead[0] <= token.start:
            stop = ahead.popleft()
            if stop < token.start or not cutter.announced(token):
                cutter.close(stop)
        cutter.feed(index, token)
    cutter.close(ahead[0] if ahead else len(s))
    return cutter.cuts


class _Cutter:
    """Goes through scenario, tasks, answers, scenario …; ``nest`` is a list inside an answer: its style, and the number it has reached."""

    def __init__(self, s: str, found: Sequence[Token], strong: bool, paragraph: Callable[[int], int], known: Set[int]) -> None:
        self.s, self.found, self.strong, self.paragraph, self.known = s, found, strong, paragraph, known
        self.next = _followers(found)
        self.cuts: list[Cut] = []
        self.open: Cut | None = None
        self.zone = 0
        self.word: Token | None = None
        self.nest = ("", 0)

    def feed(self, index: int, token: Token) -> None:
        if token.sort == "tasks":
            self.word = token
        elif token.sort == "case":
            self._scenario(token)
        elif token.sort == "label":
            self._label(token)
        elif self.open is not None:
            if self.zone == 0:
                self._in_scenario(self.open, index, token)
            else:
                (self._in_tasks if self.zone == 1 else self._in_answers)(self.open, token)

    def close(self, end: int) -> None:
        if self.open is None:
            return
        self.open.end = end
        if self.open.tasks and not self.open.worded:
            self._weigh(self.open)
        self.cuts.append(self.open)
        self.open, self.zone, self.word, self.nest = None, 0, None, ("", 0)

    def _begin(self, start: int, begin: int, style: str = "", value: int = 0) -> None:
        self.close(start)
        self.open = Cut(start, begin, style=style, value=value)

    def _weigh(self, cut: Cut) -> None:
        """A list that no word announces: tasks where it asks, a model answer where the text above it asks, else a part of the text."""
        ends = [*(task.start for task in cut.tasks[1:]), cut.end]
        asked = sum(asks(self.s[task.end : end]) for task, end in zip(cut.tasks, ends, strict=True))
        if 2 * asked >= len(cut.tasks):
            return
        above = self.s[cut.begin : cut.tasks[0].start].rstrip()
        if not cut.labelled and asks(above[-120:].rsplit("\n", 1)[-1]):
            cut.answers = cut.tasks[0].start
        cut.tasks, cut.head = [], -1

    def _scenario(self, token: Token) -> None:
        open_ = self.open
        if open_ is None or (self.zone and (token.at_line or token.value)):
            self._begin(token.start, token.end, "case", token.value)
        elif self.zone:
            return
        elif not self._size(open_.begin, token.start):
            if not open_.style:
                open_.begin, open_.style, open_.value = token.end, "case", token.value
        elif (
            (token.value and token.at_line)
            or (not open_.style and self._instructs(open_.begin, token.start))
            or (open_.style == "case" and token.at_line)
        ):
            self._begin(token.start, token.end, "case", token.value)

    def _label(self, token: Token) -> None:
        if token.style not in ("answer", "explanation", "rubric") or self.open is None:
            return
        if self.zone == 1 or self.open.style:
            self.zone, self.nest = 2, ("", 0)
            self.open.labelled = True

    def _in_scenario(self, open_: Cut, index: int, token: Token) -> None:
        size = self._size(open_.begin, token.start)
        announced = self.announced(token)
        if announced or (token.value == 1 and token.style.endswith(" n")):
            head = self.word.start if announced and self.word is not None else token.start
            if self._size(open_.begin, head) >= _LEAST:
                self._tasks(open_, head, token, worded=True)
        elif token.at_line and self._next_case(open_, token):
            self._begin(token.start, token.end, token.style, token.value)
        elif not open_.style and token.at_line and token.style in _OF_CASES and not size:
            open_.start, open_.begin, open_.style, open_.value = token.start, token.end, token.style, token.value
        elif token.value == 1:
            instructs = self._instructs(open_.begin, token.start)
            if instructs and not open_.style and token.at_line and token.style in _OF_CASES:
                self._begin(token.start, token.end, token.style, token.value)
            elif not instructs and self.strong and size >= (_LEAST if open_.style == "case" else _LEAST_BARE) and self._lists(index):
                self._tasks(open_, token.start, token, worded=False)

    def _in_tasks(self, open_: Cut, token: Token) -> None:
        if token.style == open_.tasks[0].style:
            if token.value == open_.tasks[-1].value + 1:
                open_.tasks.append(token)
            elif token.value == 1 and not self._another(open_, token):
                open_.answers = token.start
                self.zone, self.nest = 2, (token.style, 1)
        elif token.at_line and self._next_case(open_, token):
            self._begin(token.start, token.end, token.style, token.value)

    def _in_answers(self, open_: Cut, token: Token) -> None:
        style = open_.tasks[0].style if open_.tasks else ""
        if token.style == self.nest[0] and token.value == self.nest[1] + 1 and token.start not in self.known:
            self.nest = (token.style, token.value)
        elif token.at_line and token.style != style and self._next_case(open_, token):
            self._begin(token.start, token.end, token.style, token.value)
        elif style and token.style == style and token.value == open_.tasks[-1].value + 1 and open_.answers < 0:
            open_.tasks.append(token)
            self.zone = 1
        elif token.value == 1 and not (token.style == style and self._another(open_, token)):
            self.nest = (token.style, 1)

    def _another(self, open_: Cut, token: Token) -> bool:
        """Begins a further case without a number, where the word for tasks stands right before a count that starts again."""
        if not self.announced(token) or self.word is None or open_.style not in ("", "case"):
            return False
        word, last = self.word, open_.tasks[-1].end
        line = self.s.find("\n", last, min(word.start, last + _MAX_LOOK)) + 1
        start = max(self.paragraph(word.start), line)
        if start <= last or self._size(start, word.start) < _LEAST:
            start = line
        if not line or self._size(start, word.start) < _LEAST:
            return False
        self._begin(start, start)
        if self.open is not None:
            self._tasks(self.open, word.start, token, worded=True)
        return True

    def _next_case(self, open_: Cut, token: Token) -> bool:
        follows = token.value == open_.value + 1 or (token.start in self.known and token.value > open_.value)
        return bool(open_.value) and token.style == open_.style and follows

    def announced(self, token: Token) -> bool:
        word = self.word
        if token.value != 1 or word is None or not word.end <= token.start <= word.end + _NEAR:
            return False
        return not self.s[word.end : token.start].strip()

    def _lists(self, index: int) -> bool:
        """Whether a list begins: a second item follows, and the first begins a line, or stands in brackets behind a sentence's end."""
        token, follower = self.found[index], self.next[index]
        before = self.s[max(0, token.start - 4) : token.start].rstrip(" ")[-1:]
        opens = token.at_line or (token.style[0] in "(①⑴" and before in tuple("。?!:”"))
        return opens and follower >= 0 and self.found[follower].value == 2

    def _tasks(self, open_: Cut, head: int, token: Token, *, worded: bool) -> None:
        open_.head, open_.worded, open_.tasks = head, worded, [token]
        self.zone = 1

    def _instructs(self, start: int, end: int) -> bool:
        return end - start <= _MAX_INSTRUCTION and INSTRUCTION.search(self.s, start, end) is not None

    def _size(self, start: int, end: int) -> int:
        """Visible characters of a stretch, of its beginning alone where it is long."""
        return sum(map(len, self.s[start : min(end, start + _MAX_SIZE)].split()))


def _followers(found: Sequence[Token]) -> list[int]:
    """For each token the next one of its style, -1 without one."""
    last: dict[str, int] = {}
    result = [-1] * len(found)
    for index in range(len(found) - 1, -1, -1):
        result[index] = last.get(found[index].style, -1)
        last[found[index].style] = index
    return result


def ranges(cut: Cut) -> Iterator[tuple[Token, int]]:
    """Each task's mark, and where the task ends."""
    ends = [*(task.start for task in cut.tasks[1:]), cut.answers if cut.answers >= 0 else cut.end]
    yield from zip(cut.tasks, ends, strict=True)
