"""Which parts of a page are no content: menus, breadcrumbs, share bars, related documents.

A part is known by its element, ``role``, or a word in its ``class`` or ``id``. Words lie: where a kind of part holds much of the
page's questions, it is content after all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from deckpress.readers.documents.blocks import Line

__all__ = ["furniture_of", "settle_furniture"]

_ELEMENTS = {"nav", "footer", "aside", "button"}
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar"}
_WORDS = frozenset({
    "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "sidebar", "aside", "footer", "comment",
    "comments", "related", "recommend", "recommended", "recommendation", "advert", "advertisement", "ads", "ad", "share", "sharing",
    "copyright", "banner", "toolbar", "pagination", "pager", "cookie", "login", "social", "topbar", "subscribe", "hotlist",
})  # fmt: skip
_NEVER = {"html", "body", "main", "article", "form", "table", "tbody", "tr", "td", "th", "label", "option"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST = 300
_QUESTION = re.compile(
    r"\s*(?:\d{1,4}\s?[.、．)）]|[(（]\d{1,4}[)）]|[A-Ha-h]\s?[.、．)）:：]|第\d{1,4}题|[Qq]\d|【?(?:正确|参考|标准)?答案|【?解析|Answer|Explanation)"
)
_BLANK = re.compile(r"[(（][\s\u3000]{0,20}[A-H]{0,6}[\s\u3000]{0,20}[)）]|_{3,}|[?？]\s{0,9}$")
_ENOUGH = 3


def furniture_of(name: str, attributes: Mapping[str, str], within_content: bool) -> str:
    """The kind of part that an element opens, empty for content. An article's own ``<header>`` is content."""
    if name in _ELEMENTS or (name == "header" and not within_content):
        return name
    if name in _NEVER or not attributes:
        return ""
    role = attributes.get("role", "").strip().lower()
    if role in _ROLES:
        return role
    said = f"{attributes.get('class', '')[:_LONGEST]} {attributes.get('id', '')[:_LONGEST]}"
    if said == " ":
        return ""
    return next((word for found in _WORD.findall(said) if (word := found.lower()) in _WORDS), "")


def settle_furniture(lines: list[Line]) -> None:
    """Turns the kinds in ``Line.left_out`` into ``furniture``, or into nothing where they hold the page's questions."""
    total = 0
    questions: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for line in lines:
        like = _is_question_like(line)
        total += like
        if line.left_out:
            questions[line.left_out] = questions.get(line.left_out, 0) + like
            sizes[line.left_out] = sizes.get(line.left_out, 0) + bool(line.text)
    content = {
        kind
        for kind, count in questions.items()
        if count >= _ENOUGH and (2 * count >= total or (kind not in _ELEMENTS and 3 * count >= sizes[kind]))
    }
    for line in lines:
        if line.left_out:
            line.left_out = "" if line.left_out in content else "furniture"


def _is_question_like(line: Line) -> bool:
    return line.role == "choice" or _QUESTION.match(line.text) is not None or _BLANK.search(line.text[-400:]) is not None
