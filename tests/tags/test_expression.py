from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.errors import ExpressionError, UsageError
from deckpress.tags import And, Expression, Not, Or, Tag, anki_search_for_tag, normalise_tag, parse


def tag(*pieces: str) -> Tag:
    return Tag(pieces)


A, B, C = tag("a"), tag("b"), tag("c")

PARSED = [
    ("a", A),
    ("  a\n", A),
    ("not a", Not(A)),
    ("not not a", Not(Not(A))),
    ("a and b and c", And((A, B, C))),
    ("a or b or c", Or((A, B, C))),
    ("a or b and c", Or((A, And((B, C))))),
    ("(a or b) and c", And((Or((A, B)), C))),
    ("(a and b) and c", And((And((A, B)), C))),
    ("((a))", A),
    ("not a and b", And((Not(A), B))),
    ("not (a and b)", Not(And((A, B)))),
    ("not(a)or(b)", Or((Not(A), B))),
    ("（a or b）and c", And((Or((A, B)), C))),
    ("（a) AND Not\u3000b", And((A, Not(B)))),
    ("topic::complaints and not (type::case or retired)", And((tag("topic::complaints"), Not(Or((tag("type::case"), tag("retired"))))))),
    ("投诉：：升级 or 投诉", Or((tag("投诉::升级"), tag("投诉")))),
    ("chapter::*::01*", tag("chapter::", "::01", "")),
    ("*", tag("", "")),
    ("a***b", tag("a", "b")),
    ("topic::*", tag("topic::", "")),
    (r"a\*b*c", tag("a*b", "c")),
    (r"a\\b", tag("a\\b")),
    (r"a\(b\)", tag("a(b)")),
    (r"a\ b", tag("a-b")),
    (r"a\_b", tag("a_b")),
    ('"投诉 处理"', tag("投诉-处理")),
    ("'two  words' or 'or'", Or((tag("two-words"), tag("or")))),
    ('"a (b)" and "and"', And((tag("a-(b)"), tag("and")))),
    ('"it\'s" or \'say "x"\'', Or((tag("it's"), tag("say-x")))),
    (r'"say \"x\""', tag("say-x")),
    ('5"', tag("5")),
    ('"a*"', tag("a", "")),
    ("don't", tag("don't")),
    ("android or nothing", Or((tag("android"), tag("nothing")))),
    ("e\u0301", tag("é")),
    ("a::", A),
]


@pytest.mark.parametrize(("text", "expression"), PARSED)
def test_parsing(text: str, expression: Expression) -> None:
    assert parse(text) == expression


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("((a and b))or c", "a and b or c"),
        ("（a or b）and c", "(a or b) and c"),
        ("NOT  ( a )", "not a"),
        ("not (a or b)", "not (a or b)"),
        ("a and (b and c)", "a and (b and c)"),
        ('"a (b)" or "Or"', '"a-(b)" or "Or"'),
        ("\"'quoted'\"", "\"'quoted'\""),
        (r"a\*b\\*", r"a\*b\\*"),
        ('"plain"', "plain"),
        ("投诉：：“升级”", "投诉::“升级”"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    assert str(parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "expected a tag: the expression is empty\n  \n  ^"),
        ("a and", "expected a tag or '(' after 'and'\n  a and\n       ^"),
        ("a and or b", "expected a tag or '(' after 'and'\n  a and or b\n        ^"),
        ("a OR", "expected a tag or '(' after 'OR'\n  a OR\n      ^"),
        ("not", "expected a tag or '(' after 'not'\n  not\n     ^"),
        ("and a", "expected a tag or '(' before 'and'\n  and a\n  ^"),
        (")", "expected a tag or '(' before ')'\n  )\n  ^"),
        ("a or ()", "expected a tag or '(' after '('\n  a or ()\n        ^"),
        ("a b", "expected an operator here: put 'and' or 'or' between\n  a b\n    ^"),
        ("a not b", "expected an operator here: put 'and' or 'or' between\n  a not b\n    ^"),
        ("(a) (b)", "expected an operator here: put 'and' or 'or' between\n  (a) (b)\n      ^"),
        (
            "a(b)",
            "expected an operator here: put 'and' or 'or' between; a name with parentheses in it needs quotes\n  a(b)\n   ^",
        ),
        ("(a or b", "this '(' is never closed\n  (a or b\n  ^"),
        ("a or (b and （c)", "this '(' is never closed\n  a or (b and （c)\n       ^"),
        ("a and b)", "this ')' closes nothing\n  a and b)\n         ^"),
        ('a or "b c', 'this " is never closed\n  a or "b c\n       ^'),
        ("'", "this ' is never closed\n  '\n  ^"),
        (r'"a\"', 'this " is never closed\n  "a\\"\n  ^'),
        (
            '"a b"::c',
            'expected a space or a parenthesis after the closing quote: quote the whole name\n  "a b"::c\n       ^',
        ),
        ('a or ""', 'this name is empty\n  a or ""\n       ^'),
        ("a or ::", "this name is empty\n  a or ::\n       ^"),
        (
            r"a\b",
            "expected a sign such as * or ( after the backslash: write \\\\ for a backslash itself\n  a\\b\n   ^",
        ),
        (
            "a\\",
            "expected a sign such as * or ( after the backslash: write \\\\ for a backslash itself\n  a\\\n   ^",
        ),
        ("投诉 处理", "expected an operator here: put 'and' or 'or' between\n  投诉 处理\n       ^^"),
        ("投诉 and （升级 or", "expected a tag or '(' after 'or'\n  投诉 and （升级 or\n                    ^"),
        ("a and\n  b c", "expected an operator here: put 'and' or 'or' between\n    b c\n      ^"),
    ],
)
def test_syntax_errors_show_the_place_and_what_was_expected(text: str, shown: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert str(caught.value) == f"tag expression: {shown}"


def test_a_syntax_error_is_a_usage_error_with_its_offset() -> None:
    with pytest.raises(UsageError) as caught:
        parse("投诉 处理")
    error = caught.value
    assert isinstance(error, ExpressionError)
    assert (error.offset, error.expression, error.exit_code) == (3, "投诉 处理", 2)


@pytest.mark.parametrize(
    "text",
    ["(" * 10_000 + "a" + ")" * 10_000, "(" * 10_000, "not " * 10_000 + "a", "not (" * 10_000 + "a" + ")" * 10_000],
)
def test_deep_nesting_is_refused_clearly(text: str) -> None:
    with pytest.raises(ExpressionError, match="too deeply nested: at most 50 levels of parentheses and 'not'"):
        parse(text)


def test_nesting_as_deep_as_allowed_works() -> None:
    expression = parse("not (" * 25 + "a" + ")" * 25)
    assert expression.matches(["b"])
    assert parse(str(expression)) == expression
    assert parse("(" * 50 + "a" + ")" * 50) == A


def test_a_long_expression_is_cut_to_the_place_of_the_error() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("a or " * 1_000 + "b c")
    _, excerpt, caret = str(caught.value).split("\n")
    assert len(excerpt) < 170
    assert excerpt[len(caret) - 1] == "c"


@pytest.mark.parametrize(
    ("text", "tags", "expected"),
    [
        ("topic", ["topic"], True),
        ("topic", ["topic::a::b"], True),
        ("TOPIC::a", ["Topic::A::b"], True),
        ("topic::a", ["topic"], False),
        ("topic", ["topical", "my-topic", "x::topic"], False),
        ("topic", [], False),
        ("not topic", [], True),
        ("topic::*", ["topic"], False),
        ("topic::*", ["topic::a"], True),
        ("*", [], False),
        ("*", ["x"], True),
        ("*topic", ["x::topic::y"], True),
        ("*topic", ["topical"], False),
        ("chapter::*::01*", ["chapter::bank::011"], True),
        ("chapter::*::01*", ["chapter::01"], False),
        ("chapter::*::01*", ["chapter::a::b::01::c"], True),
        ("a*b*c", ["abc"], True),
        ("a*b*c", ["acb"], False),
        ("a*b*c", ["a1b2c::d"], True),
        ("a*b", ["ax", "xb"], False),
        ("a*a", ["a"], False),
        ("a_b", ["axb"], False),
        ("a_b", ["A_B"], True),
        (r"a\*b", ["axb"], False),
        (r"a\*b", ["a*b"], True),
        ("a.b or a+", ["axb", "aa"], False),
        ("投诉", ["投诉::升级"], True),
        ("é", ["É"], True),
        ("straße", ["STRAẞE"], True),
        ("strasse", ["straße"], False),
        ("σ", ["ς"], True),
        ("i", ["İ"], False),
        ("a and b", ["a"], False),
        ("a and b", ["b::x", "a"], True),
        ("a or b", ["b"], True),
        ("a and not (b or c)", ["a", "c"], False),
    ],
)
def test_matching(text: str, tags: list[str], expected: bool) -> None:
    assert parse(text).matches(tags) is expected
    assert parse(text).matches(iter(tags)) is expected


def test_hostile_wildcards_take_linear_time() -> None:
    hostile = parse("*a" * 20_000 + "*b")
    assert not hostile.matches(["a" * 100_000])
    assert hostile.matches(["a" * 100_000 + "b"])


@given(
    st.text("ab*", min_size=1, max_size=8).map(lambda text: re.sub(r"\*+", "*", text)),
    st.text("abA:", max_size=10).map(normalise_tag).filter(bool),
)
def test_wildcards_match_what_a_plain_regular_expression_matches(pattern: str, name: str) -> None:
    expected = re.fullmatch(pattern.replace("*", ".*") + "(::.*)?", name, re.IGNORECASE) is not None
    assert parse(pattern).matches([name]) is expected


NAMES = st.one_of(
    st.sampled_from(["a", "b", "a::b", "A::c", "b::c::d", "投诉", "投诉::升级", "retired", "or", "(p)", "'q'", "a*b", "a\\", "x_y"]),
    st.text(st.one_of(st.characters(), st.sampled_from("\"'()（）\\*: ")), max_size=12).map(normalise_tag).filter(bool),
)
LITERALS = NAMES.map(lambda name: tag(name))
PATTERNS = NAMES.map(lambda name: Tag(tuple(re.sub(r"\*+", "*", f"{name}*").split("*"))))
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    LITERALS | PATTERNS,
    lambda inner: (
        inner.map(Not) | st.lists(inner, min_size=2, max_size=3).map(lambda x: And(tuple(x)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda x: Or(tuple(x)))
    ),
    max_leaves=8,
)  # fmt: skip
TAG_SETS = st.lists(NAMES, max_size=5)


@given(EXPRESSIONS)
def test_canonical_text_parses_to_an_equal_expression(expression: Expression) -> None:
    assert parse(str(expression)) == expression


@given(st.text(st.sampled_from("ab *\\\"'()（）：:\n\u3000andornot"), max_size=40))
def test_any_text_parses_or_is_refused_with_a_place_in_it(text: str) -> None:
    offset = 0
    try:
        expression = parse(text)
    except ExpressionError as error:
        offset = error.offset
    else:
        assert parse(str(expression)) == expression
    assert 0 <= offset <= len(text)


LAWS = dedent("""
    not not a                = a
    not (a and b)            = not a or not b
    not (a or b)             = not a and not b
    a and (b or c)           = a and b or a and c
    a or b and c             = (a or b) and (a or c)
    a and (a or b)           = a
    a or a and b             = a
    a and b                  = b and a
    a or b                   = b or a
    (a and b) and c          = a and (b and c)
    (a or b) or c            = a or (b or c)
    a and not a              = b and not b
    a or not a               = b or not b
    a and (b or not b)       = a
""")


@pytest.mark.parametrize("law", LAWS.strip().splitlines())
def test_boolean_algebra(law: str) -> None:
    @given(EXPRESSIONS, EXPRESSIONS, EXPRESSIONS, TAG_SETS)
    def holds(a: Expression, b: Expression, c: Expression, tags: list[str]) -> None:
        texts = {"a": f"({a})", "b": f"({b})", "c": f"({c})"}
        left, right = (parse(re.sub(r"\b[abc]\b", lambda m: texts[m[0]], side)) for side in law.split("="))
        assert left.matches(tags) is right.matches(tags)

    holds()


@given(EXPRESSIONS, TAG_SETS)
def test_case_and_order_of_tags_do_not_matter(expression: Expression, tags: list[str]) -> None:
    swapped = [name.translate({ord("a"): "A", ord("A"): "a"}) for name in reversed(tags)]
    assert expression.matches(swapped) is expression.matches(tags)


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("topic::complaints and not (type::case or retired)", "tag:topic::complaints -(tag:type::case or tag:retired)"),
        ("chapter::*::01*", "tag:chapter::*::01*"),
        ("投诉::升级 or 投诉", "tag:投诉::升级 or tag:投诉"),
        ("a or b and c", "tag:a or (tag:b tag:c)"),
        ("not not a", "-(-tag:a)"),
        ("*", "tag:_*"),
        (r"a_b\*c", r"tag:a\_b\*c"),
        ('"a (b)"', '"tag:a-(b)"'),
    ],
)
def test_anki_search(text: str, search: str) -> None:
    assert parse(text).to_anki() == search


@pytest.mark.parametrize(
    ("name", "search"),
    [
        ("topic::a", "tag:topic::a"),
        ("投诉::升级", "tag:投诉::升级"),
        ("a_b", r"tag:a\_b"),
        ("a*b", r"tag:a\*b"),
        ("a\\b", r"tag:a\\b"),
        ("a:b::c", r"tag:a\:b::c"),
        ("re::x", r"tag:re\:\:x"),
        ("none", "tag:None"),
        ("(p)", '"tag:(p)"'),
        ('say-"x"', r'"tag:say-\"x\""'),
        ("-x", "tag:-x"),
    ],
)
def test_anki_search_for_one_tag(name: str, search: str) -> None:
    assert anki_search_for_tag(name) == search


def test_an_empty_tag_has_no_search() -> None:
    with pytest.raises(ValueError, match="an empty tag has no search"):
        anki_search_for_tag("")


@pytest.mark.parametrize("pieces", [(), ("",), ("a", "", "b")])
def test_a_tag_needs_a_name(pieces: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="no tag and no pattern"):
        Tag(pieces)


@pytest.mark.parametrize("kind", [And, Or])
def test_an_operator_needs_operands(kind: type[And] | type[Or]) -> None:
    with pytest.raises(ValueError, match="expected two operands or more, got 1"):
        kind((A,))
