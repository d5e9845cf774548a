"""Reads tag expressions: ``topic::complaints and not (type::case or retired)``.

    expression = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation = { "not" } ( name | "(" expression ")" )

Keywords in any case, parentheses also full-width. A name stands bare or in ``"…"`` or ``'…'``; ``*`` in it is a wildcard
either way, and a backslash takes its meaning from the sign after it. Names are normalised like tags.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from deckpress.errors import ExpressionError
from deckpress.tags.expression import KEYWORDS, And, Expression, Not, Or, Tag
from deckpress.tags.names import normalise_tag

__all__ = ["parse"]

_MOST_LEVELS = 50
_OPENING, _CLOSING = "(（", ")）"

_Kind = Literal["name", "and", "or", "not", "(", ")", "end"]


class _Token(NamedTuple):
    """``text`` is the token as written; of a name, ``tag`` is what it stands for."""

    kind: _Kind
    text: str
    start: int
    tag: Tag | None = None


def parse(text: str) -> Expression:
    """The expression that ``text`` says. Raises ExpressionError with the place and what was expected there."""
    return _Parser(_Lexer(text).tokens(), text).whole()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def tokens(self) -> list[_Token]:
        tokens = []
        while True:
            while self.at < len(self.text) and self.text[self.at].isspace():
                self.at += 1
            tokens.append(self.next())
            if tokens[-1].kind == "end":
                return tokens

    def next(self) -> _Token:
        start = self.at
        sign = self.text[start : start + 1]
        if not sign:
            return _Token("end", "", start)
        if sign in _OPENING or sign in _CLOSING:
            self.at += 1
            return _Token("(" if sign in _OPENING else ")", sign, start)
        tag = self.quoted(sign) if sign in "\"'" else self.bare()
        word = self.text[start : self.at]
        if tag is None:
            return _Token(word.lower(), word, start)  # type: ignore[arg-type] # one of KEYWORDS
        return _Token("name", word, start, tag)

    def quoted(self, quote: str) -> Tag:
        start = self.at
        self.at += 1
        tag = self.name(start, quote)
        if self.at == len(self.text):
            raise self.error(f"this {quote} is never closed", start)
        self.at += 1
        if not self.ends_bare(self.at):
            raise self.error("expected a space or a parenthesis after the closing quote: quote the whole name", self.at)
        return tag

    def bare(self) -> Tag | None:
        """The name that starts here, or None for a keyword."""
        start = self.at
        while not self.ends_bare(self.at):
            self.at += 2 if self.text[self.at] == "\\" else 1
        if self.text[start : self.at].lower() in KEYWORDS:
            return None
        self.at = start
        return self.name(start, "")

    def ends_bare(self, at: int) -> bool:
        return at >= len(self.text) or self.text[at].isspace() or self.text[at] in _OPENING + _CLOSING

    def name(self, start: int, quote: str) -> Tag:
        """Reads up to the closing quote, which it leaves, or to the end of a bare name."""
        characters, wild = [], []  # wild: for each star, whether it is a wildcard
        while self.at < len(self.text) and not (self.text[self.at] == quote if quote else self.ends_bare(self.at)):
            escaped = self.text[self.at] == "\\"
            self.at += escaped
            character = self.text[self.at : self.at + 1]
            if escaped and (not character or character.isalnum()):
                raise self.error(r"expected a sign such as * or ( after the backslash: write \\ for a backslash itself", self.at - 1)
            if character == "*":
                wild.append(not escaped)
            characters.append(character)
            self.at += 1
        if quote and self.at == len(self.text):
            return Tag(("", ""))  # unclosed, as the caller says
        return self.pattern("".join(characters), wild, start)

    def pattern(self, text: str, wild: list[bool], start: int) -> Tag:
        # Normalising neither adds, removes nor reorders stars, so the n-th is still the n-th.
        head, *rest = normalise_tag(text).split("*")
        pieces = [head]
        for is_wild, piece in zip(wild, rest, strict=True):
            if is_wild:
                pieces.append(piece)
            else:
                pieces[-1] += f"*{piece}"
        if pieces == [""]:
            raise self.error("this name is empty", start)
        return Tag((pieces[0], *filter(None, pieces[1:-1]), *pieces[1:][-1:]))

    def error(self, message: str, offset: int) -> ExpressionError:
        return ExpressionError(message, self.text, offset)


class _Parser:
    def __init__(self, tokens: list[_Token], text: str) -> None:
        self.tokens, self.text, self.index = tokens, text, 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.index]

    def whole(self) -> Expression:
        if self.token.kind == "end":
            raise self.error("expected a tag: the expression is empty", 0)
        expression = self.disjunction(0)
        if self.token.kind == ")":
            raise self.error(f"this '{self.token.text}' closes nothing", self.token.start)
        return expression

    def disjunction(self, level: int) -> Expression:
        operands = [self.conjunction(level)]
        while self.took("or"):
            operands.append(self.conjunction(level))
        return operands[0] if len(operands) == 1 else Or(tuple(operands))

    def conjunction(self, level: int) -> Expression:
        operands = [self.negation(level)]
        while self.took("and"):
            operands.append(self.negation(level))
        return operands[0] if len(operands) == 1 else And(tuple(operands))

    def negation(self, level: int) -> Expression:
        negations = 0
        while self.took("not"):
            negations += 1
            self.check(level + negations)
        expression = self.primary(level + negations)
        for _ in range(negations):
            expression = Not(expression)
        return expression

    def primary(self, level: int) -> Expression:
        opening = self.token
        if opening.tag is not None:
            self.index += 1
            expression: Expression = opening.tag
        elif self.took("("):
            self.check(level + 1)
            expression = self.disjunction(level + 1)
            if not self.took(")"):
                raise self.error(f"this '{opening.text}' is never closed", opening.start)
        else:
            raise self.unexpected()
        self.no_operand_next()
        return expression

    def took(self, kind: _Kind) -> bool:
        if self.token.kind != kind:
            return False
        self.index += 1
        return True

    def check(self, level: int) -> None:
        if level > _MOST_LEVELS:
            start = self.tokens[self.index - 1].start
            raise self.error(f"too deeply nested: at most {_MOST_LEVELS} levels of parentheses and 'not'", start)

    def no_operand_next(self) -> None:
        token, before = self.token, self.tokens[self.index - 1]
        if token.kind not in {"name", "not", "("}:
            return
        message = "expected an operator here: put 'and' or 'or' between"
        if token.kind == "(" and before.kind == "name" and before.start + len(before.text) == token.start:
            message += "; a name with parentheses in it needs quotes"
        raise self.error(message, token.start)

    def unexpected(self) -> ExpressionError:
        where = f"after '{self.tokens[self.index - 1].text}'" if self.index else f"before '{self.token.text}'"
        return self.error(f"expected a tag or '(' {where}", self.token.start)

    def error(self, message: str, offset: int) -> ExpressionError:
        return ExpressionError(message, self.text, offset)
