"""What HTML's own rules say of elements: which break lines, which end others, which hold no markup."""

from __future__ import annotations

import re

from deckpress.readers.documents.blocks import Style

__all__ = ["BARRIERS", "BREAKING", "CHILDLESS", "ENDS", "HEADINGS", "MARKING", "NAMES_PICTURE", "RAW", "RENDERED", "SKIPPED"]

BREAKING = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that stand on lines of their own (https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3)."""
RAW = {"script", "style", "textarea", "title", "noscript", "iframe", "noembed", "noframes", "xmp"}
"""Elements whose content is no markup."""
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
CHILDLESS = RAW | _VOID
"""Elements that never hold other elements."""
MARKING: dict[str, Style] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "mark": "highlight",
    "s": "strike", "del": "strike", "strike": "strike", "sup": "superscript", "sub": "subscript", "code": "code", "kbd": "code",
    "samp": "code",
}  # fmt: skip
"""Elements that are a style by themselves."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SKIPPED = {"template", "svg", "canvas", "audio", "video", "object", "datalist", "applet", "map"}
RENDERED = ("katex-html", "mathjax_preview", "mjx-chtml", "mathjax_svg", "mathjax_chtml")
"""Classes of a formula's drawing, whose source stands beside it."""
BARRIERS = {"table", "td", "th", "caption", "body", "html"}
ENDS: dict[str, tuple[set[str], set[str]]] = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}), "dt": ({"dt", "dd"}, {"dl"}), "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"tr"}), "th": ({"td", "th"}, {"tr"}), "tr": ({"tr", "caption"}, set()),
    "tbody": ({"tr", "thead", "tbody", "tfoot", "caption"}, set()), "thead": ({"caption", "colgroup"}, set()),
    "tfoot": ({"tr", "thead", "tbody"}, set()), "option": ({"option"}, {"select"}), "optgroup": ({"option", "optgroup"}, {"select"}),
}  # fmt: skip
"""Start tags that end an open element (first set), unless one of the second lies between."""
NAMES_PICTURE = re.compile(
    r"(?:the )?(?:image|picture|figure|photo|illustration|diagram|screenshot|bild|abbildung|foto|grafik|imagen|figura|imagem|immagine"
    r"|рисунок|изображение|изображения|图片?|插图|题图|配图|画像|図|그림|이미지)"
    r"(?:\s{0,2}(?:zur?|of|for|to|in|de|del|da|di|du|к|的|[:：#№-])?"
    r"\s{0,2}(?:der |the |la |pregunta|question|frage|quest[aã]o|domanda|вопросу|题目?|第|no\.?)?\s{0,2}[#№.]?\s{0,2}\d{0,6}\s?题?)?",
    re.IGNORECASE,
)
"""An alternative text that says no more than that there is a picture (fullmatch)."""
