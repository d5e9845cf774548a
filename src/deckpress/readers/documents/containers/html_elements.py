"""What each element of a page does to its text: breaks, marks, labels, boxes, cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.containers.html_fields import decoded_again, picture, plain_lines
from deckpress.readers.documents.containers.html_flow import Flow
from deckpress.readers.documents.containers.html_lists import ItemList, integer, is_marker, label_of, list_of, renumber
from deckpress.readers.documents.containers.html_rules import BARRIERS, BREAKING, CHILDLESS, ENDS, MARKING, NAMES_PICTURE
from deckpress.readers.documents.containers.html_state import State, inner_state
from deckpress.readers.documents.containers.html_style import declarations, is_hidden
from deckpress.readers.documents.containers.html_tables import Table, settle
from deckpress.readers.documents.containers.html_tokens import Token
from deckpress.readers.documents.containers.text import clean

__all__ = ["Reader"]

_DEEPEST_LOOK = 200
"""Open elements that a tag looks through for the one it ends."""
_NESTED_TABLES = 30
_INLINE = {*MARKING, "a", "abbr", "big", "font", "label", "nobr", "small", "span", "tt"}
"""Elements that end alone, even around blocks that are still open."""
_WITHIN_P = {"br", "option", "optgroup"}
"""Breaking elements that do not end a paragraph."""
_FIELDS = {"", "text", "number", "tel", "email", "url", "date", "time"}


class _Open(NamedTuple):
    name: str
    state: State


class Reader:
    """Takes a page's tokens one by one; ``remote`` counts pictures that the page does not hold."""

    def __init__(self, name: str) -> None:
        self.flow = Flow(name)
        self.stack = [_Open("", State())]
        self.count: Counter[str] = Counter()
        self.lists: list[ItemList] = []
        self.tables = 0
        self.title = ""
        self.line = 1
        self.images: dict[str, bytes] = {}
        self.remote = 0
        self.option: list[str] | None = None
        self.option_line = 0
        self.option_ticked = False
        self.formula: list[str] | None = None
        self.tex = ""

    @property
    def state(self) -> State:
        """What holds for text at this place."""
        return self.stack[-1].state

    def take(self, token: Token) -> None:
        """The next token."""
        self.line = token.line
        if token.kind == "text":
            self._text(token.text, token.line)
        elif token.kind == "close":
            self._close(token.text)
        else:
            self._open(token)

    def end(self) -> None:
        """The page's end closes what is open."""
        while len(self.stack) > 1:
            self._pop()
        self.flow.flush()

    def _text(self, text: str, number: int) -> None:
        state = self.state
        if state.skipped or (not state.pre and self.stack[-1].name in ("table", "tr", "tbody", "ul", "ol", "select") and not text.strip()):
            return
        text = decoded_again(text)
        if self.option is not None:
            self.option.append(text)
        elif self.formula is not None:
            self.formula.append(text)
        else:
            lead = len(text) - len(text.lstrip()) if not state.pre else 0
            self.flow.text(text, state, number + text.count("\n", 0, lead))

    # -- start tags

    def _open(self, token: Token) -> None:
        name = token.text
        self._end_implied(name)
        if name in BREAKING and name != "br":
            self._break(name)
        if name in CHILDLESS:
            self._single(name, token)
            return
        within = any(self.count[part] for part in ("article", "main", "section", "li"))
        self.stack.append(_Open(name, inner_state(self.state, name, token.attributes, within)))
        self.count[name] += 1
        self._begin(name, token)

    def _end_implied(self, name: str) -> None:
        if name in BREAKING and name not in _WITHIN_P and self.count["p"]:
            self._end_near({"p"}, {"table", "td", "th", "li", "div", "button", "object"})
        if name in ENDS:
            self._end_near(*ENDS[name])

    def _end_near(self, names: set[str], stops: set[str]) -> None:
        if not any(self.count[name] for name in names):
            return
        last = 0
        for depth in range(len(self.stack) - 1, max(0, len(self.stack) - _DEEPEST_LOOK), -1):
            name = self.stack[depth].name
            if name in stops or name == "table":
                break
            if name in names:
                last = depth
        while last and len(self.stack) > last:
            self._pop()

    def _begin(self, name: str, token: Token) -> None:
        if name in ("ol", "ul", "menu", "dir"):
            self.lists.append(list_of(name, token.attributes))
        elif name == "li":
            self._item(token)
        elif name == "table":
            self.flow.tables.append(Table(self.tables))
            self.tables += 1
        elif name == "tr" and self.flow.tables:
            self.flow.tables[-1].open_row()
        elif name in ("td", "th") and self.flow.tables:
            self.flow.tables[-1].open_cell(token.attributes, name == "th")
        elif name == "select" and not self.state.skipped:
            self.flow.text("____", self.state, token.line)
        elif name == "option":
            self.option, self.option_line, self.option_ticked = [], token.line, "selected" in token.attributes
        elif name == "math" and self.formula is None:
            self.formula, self.tex = [], ""
        elif name == "annotation" and self.formula is not None:
            self.formula = []

    def _item(self, token: Token) -> None:
        items = self.lists[-1] if self.lists else None
        if items is None:
            self.flow.item = (1, "")
            return
        value = integer(token.attributes.get("value", ""))
        if value is not None:
            items.next = value
        hidden = declarations(token.attributes.get("style", "")).get("list-style-type") == "none"
        self.flow.item = (len(self.lists), "" if hidden else label_of(items.style, items.next))
        if items.backwards:
            items.numbered.append((len(self.flow.lines), items.next))
        items.next += items.step

    def _single(self, name: str, token: Token) -> None:
        """Elements without content, or with content that is no markup."""
        if name == "title" and not self.title and not self.state.skipped:
            self.title = token.content
        if self.state.skipped:
            return
        if name == "br":
            if not self.flow.flush():
                self.flow.blank(token.line)
        elif name == "hr":
            self.flow.blank(token.line)
        elif name == "img":
            self._image(token)
        elif name == "input":
            self._input(token)
        elif name == "textarea":
            self._hidden_value(token.content, token.line)
        elif name == "xmp":
            self.flow.text(token.content, replace(self.state, pre=True), token.line)
            self.flow.flush()
        elif name == "script" and token.attributes.get("type", "").lower().startswith("math/tex"):
            self.flow.text(f"\\({token.content.strip()}\\)", self.state, token.line)

    def _input(self, token: Token) -> None:
        kind, value = token.attributes.get("type", "").strip().lower(), token.attributes.get("value", "")
        hidden = is_hidden(token.attributes)
        if kind in ("radio", "checkbox"):
            before = self.flow.pending_text()
            if before and not is_marker(before):
                self.flow.flush()
            self.flow.checked = "checked" in token.attributes
        elif kind == "hidden" or hidden:
            self._hidden_value(value, token.line)
        elif kind in _FIELDS and self.state.furniture == "":
            written = value.strip()
            state = replace(self.state, look=(*self.state.look, ("underline", ""))) if written else self.state
            self.flow.text(written or "____", state, token.line)

    def _hidden_value(self, value: str, number: int) -> None:
        for text in plain_lines(value):
            self.flow.aside(Line(text=text, number=number, role="hidden", left_out=self.state.furniture))

    def _image(self, token: Token) -> None:
        address, alt = token.attributes.get("src", ""), token.attributes.get("alt", "").strip()
        if found := picture(address):
            name = f"image{len(self.images) + 1}.{found[0]}"
            self.images[name] = found[1]
            self.flow.image(name, self.state, token.line)
        elif not is_hidden(token.attributes):
            self.remote += not self.state.furniture
            if NAMES_PICTURE.fullmatch(alt) and address and len(address) < 300 and not set(address) & set("() "):
                self.flow.aside(Line(text=f"![]({address})", number=token.line, left_out=self.state.furniture))
            else:
                self.flow.text(alt, self.state, token.line)

    # -- end tags

    def _close(self, name: str) -> None:
        if name == "br" or (name == "p" and not self.count["p"]):
            self.flow.flush()
        if not self.count[name]:
            return
        for depth in range(len(self.stack) - 1, max(0, len(self.stack) - _DEEPEST_LOOK), -1):
            at = self.stack[depth].name
            if at == name and name in _INLINE and any(inner.name in BREAKING for inner in self.stack[depth:]):
                self._unstyle(depth)
                return
            if at == name:
                while len(self.stack) > depth:
                    self._pop()
                return
            if at in BARRIERS and name not in ("table", "tr", "tbody", "thead", "tfoot", "body", "html"):
                return

    def _unstyle(self, depth: int) -> None:
        """Ends an inline element around blocks that stay open (``<b><p>…</b>…``): they lose its look."""
        name, state = self.stack[depth]
        own = set(state.look) - set(self.stack[depth - 1].state.look)
        for at in range(depth + 1, len(self.stack)):
            inner = self.stack[at]
            look = tuple(style for style in inner.state.look if style not in own)
            self.stack[at] = inner._replace(state=replace(inner.state, look=look))
        del self.stack[depth]
        self.count[name] -= 1

    def _pop(self) -> None:
        name, _ = self.stack[-1]
        if name in BREAKING:
            self._break(name)
        if name in ("ol", "ul", "menu", "dir") and self.lists:
            items = self.lists.pop()
            self.flow.item = None
            if items.backwards:
                renumber(items, self.flow.lines)
        elif name in ("td", "th"):
            self._end_cell()
        elif name == "table" and self.flow.tables:
            self._end_table()
        elif name == "math" and self.formula is not None:
            text = self.tex or "".join(self.formula)
            self.formula = None
            self.flow.text(text, self.state, self.line)
        elif name == "annotation" and self.formula is not None and not self.tex:
            self.tex = f"\\({''.join(self.formula).strip()}\\)"
        self.stack.pop()
        self.count[name] -= 1

    def _break(self, name: str) -> None:
        if name in ("option", "optgroup") or self.option is not None:
            self._end_option()
        else:
            self.flow.flush()

    def _end_option(self) -> None:
        text = clean("".join(self.option or []))
        self.option = None
        if text.strip() and not self.state.skipped:
            line = Line(text=" ".join(text.split()), number=self.option_line, role="choice", checked=self.option_ticked)
            line.left_out = self.state.furniture
            self.flow.queue.append(line)

    def _end_cell(self) -> None:
        if self.flow.tables:
            table = self.flow.tables[-1]
            if not table.lines or self.flow.lines[table.lines[-1]].cell != table.cell:
                self.flow.aside(Line(text="", number=self.line))
            table.cell = None

    def _end_table(self) -> None:
        table = self.flow.tables.pop()
        outer = self.flow.tables[-1] if self.flow.tables else None
        is_data = settle(table, self.flow.lines, outer.cell if outer else None)
        if outer and is_data:
            outer.holds_table = True
        elif outer and outer.cell and len(self.flow.tables) < _NESTED_TABLES:
            outer.lines += table.lines
