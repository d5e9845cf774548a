"""Web pages as lines: what a browser shows, in reading order."""

from __future__ import annotations

import base64

import pytest

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.containers.html import read_html

PNG = b"\x89PNG\r\n\x1a\n"
PNG_ADDRESS = "data:image/png;base64," + base64.b64encode(PNG).decode()


def read(page: str) -> Document:
    return read_html(page.encode(), "page.html")


def lines(page: str) -> list[Line]:
    return read(page).lines


def texts(page: str) -> list[str]:
    return [line.text for line in lines(page)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>水<b>煮</b>\n  面</p><p>条", ["水煮 面", "条"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("题<br>A. 锅<br/>B. 碗<br><br>答案：A", ["题", "A. 锅", "B. 碗", "", "答案：A"]),
        ("<p>a&nbsp;&nbsp;b &lt;c&gt; &#12289;", ["a\u00a0\u00a0b <c> 、"]),
        ("<p>盐&amp;#65292;糖&amp;nbsp;醋", ["盐，糖\u00a0醋"]),
        ("<p>空格写作 &amp;nbsp; 或 &amp;lt;", ["空格写作 &nbsp; 或 &lt;"]),
        ("<p>零\u200b宽&#8203;字<p>软\u00ad连", ["零宽字", "软连"]),
        ("<p>a<script>b</script><style>c</style><noscript>d</noscript><template>e</template><svg><text>f</text></svg>g", ["ag"]),
        ("<p>a<!-- b --><!DOCTYPE c><?d ?>e", ["ae"]),
        ("<p>1 < 2 <3 a<b>c", ["1 < 2 <3 ac"]),
        ("<p title='x > y' data-a=\"<p>\">ok", ["ok"]),
        ("<b><i><p>x</b>y</i>z</p>", ["xyz"]),
        ("<details><summary>看答案</summary>B</details>", ["看答案", "B"]),
        ("<dl><dt>和面<dd>加水<dt>醒面<dd>等待</dl>", ["和面", "加水", "醒面", "等待"]),
        ("<p>x<sup>2</sup><math><mi>y</mi><annotation encoding='application/x-tex'>y</annotation></math>", ["x2\\(y\\)"]),
        ("<p>面积 <script type='math/tex'>a^2</script> 平方", ["面积 \\(a^2\\) 平方"]),
    ],
)
def test_text_breaks_as_in_a_browser(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


def test_kept_white_space_is_code() -> None:
    assert [(line.role, line.text) for line in lines("<p>看：<pre>if a:\n    b\n\nc</pre><p>完")] == [
        ("text", "看："), ("code", "if a:"), ("code", "    b"), ("code", ""), ("code", "c"), ("text", "完"),
    ]  # fmt: skip


def test_headings_title_and_source_lines() -> None:
    document = read("<html><head><title> 厨房 \n 题库</title></head>\n<h2>第一章</h2>\n\n<p>\n题")
    assert document.title == "厨房 题库"
    assert [(line.role, line.level, line.text, line.number) for line in document.lines] == [
        ("heading", 2, "第一章", 3),
        ("text", 0, "题", 6),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>锅<li>碗</ol>", ["1. 锅", "2. 碗"]),
        ("<ol type=A start=3><li>锅<li value=9>碗<li>盆</ol>", ["C. 锅", "I. 碗", "J. 盆"]),
        ("<ol type=i><li>a<li>b<li>c<li>d</ol>", ["i. a", "ii. b", "iii. c", "iv. d"]),
        ("<ol style='list-style-type: upper-alpha'><li>a</ol>", ["A. a"]),
        ("<ol style='list-style:none'><li>a</ol>", ["a"]),
        ("<ol style='list-style-type:cjk-ideographic' start=11><li>a</ol>", ["十一、a"]),
        ("<ol reversed><li><b>a</b><li>b<li>c</ol>", ["3. a", "2. b", "1. c"]),
        ("<ol><li>A. 自己有字母<li>B、也有</ol>", ["A. 自己有字母", "B、也有"]),
        ("<ol><li><p>题</p><ol type=a><li>甲</ol><li>题二</ol>", ["1. 题", "a. 甲", "2. 题二"]),
        ("<ul><li>锅<ul><li>铲</ul></ul>", ["锅", "铲"]),
    ],
)
def test_lists_carry_their_numbers(page: str, expected: list[str]) -> None:
    found = lines(page)
    assert [line.text for line in found] == expected
    assert all(line.role == "item" and line.level and line.text.startswith(line.label) for line in found)


def test_a_mark_in_a_numbered_item_lies_behind_the_number() -> None:
    (line,) = lines("<ol type=A><li><b>锅</b>铲</ol>")
    assert [line.text[mark.start : mark.end] for mark in line.marks] == ["锅"]
    assert line.label == "A. "


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<strong>锅</strong>", ["bold:"]),
        ("<em>锅</em>", ["italic:"]),
        ("<u>锅</u>", ["underline:"]),
        ("<s>锅</s>", ["strike:"]),
        ("<mark>锅</mark>", ["highlight:"]),
        ("<sub>锅</sub>", ["subscript:"]),
        ("<font color='#f00'>锅</font>", ["colour:FF0000"]),
        ("<span style='COLOR: rgb(0, 128, 0) !important; font-weight:700; text-decoration: underline'>锅</span>",
         ["bold:", "underline:", "colour:008000"]),
        ("<span style='background-color:yellow'>锅</span>", ["highlight:FFFF00"]),
        ("<span class='option is-correct'>锅</span>", ["highlight:"]),
        ("<span class='incorrect'>锅</span><span style='color:#333;background:#fff'></span>", []),
        ("<span class='question correct'>锅</span>", []),
        ("<span style='color:inherit'>锅</span>", []),
    ],
)  # fmt: skip
def test_marks(markup: str, expected: list[str]) -> None:
    (line,) = lines(f"<p>平底{markup}")
    assert [f"{mark.style}:{mark.value}" for mark in line.marks] == expected
    assert all(line.text[mark.start : mark.end] == "锅" for mark in line.marks)


def test_boxes_and_fields() -> None:
    page = """<p>煮面先放？<br><input type=radio name=a>A. 面 <input type=radio name=a checked>B. 水<br>
    <label><input type=checkbox checked> 盐</label><br>早餐吃<input type="text">和<input value="粥">。<input type=submit value=交>
    <p>天空是 <select><option value="">请选<option selected>蓝色<option>绿色</select> 的。<input type=hidden name=t value="3f2a==">
    <p><input type=hidden value='&lt;p&gt;先洗&amp;nbsp;手&lt;/p&gt;&lt;p&gt;再吃饭'><textarea>三句 话</textarea>完"""
    assert [(line.role, line.checked, line.text) for line in lines(page)] == [
        ("text", None, "煮面先放？"),
        ("choice", False, "A. 面"),
        ("choice", True, "B. 水"),
        ("choice", True, "盐"),
        ("text", None, "早餐吃____和粥。"),
        ("text", None, "天空是 ____ 的。"),
        ("choice", False, "请选"),
        ("choice", True, "蓝色"),
        ("choice", False, "绿色"),
        ("hidden", None, "先洗\u00a0手"),
        ("hidden", None, "再吃饭"),
        ("hidden", None, "三句 话"),
        ("text", None, "完"),
    ]


def test_hidden_text_does_not_part_its_line() -> None:
    page = "<p>题干<span style='display:none'>答案是锅</span>在此</p><div hidden><p>解析</div><i aria-hidden=true>★</i>"
    assert [(line.role, line.text) for line in lines(page)] == [
        ("text", "题干在此"), ("hidden", "答案是锅"), ("hidden", "解析"), ("hidden", "★"),
    ]  # fmt: skip


def cells(page: str) -> list[tuple[int, int, int, str]]:
    return [(*line.cell[:3], line.text) for line in lines(page) if line.cell]


def test_a_data_table() -> None:
    page = "<table><thead><tr><th>题干<th>答案</thead><tr><td rowspan=2>锅？<td>A<br>铁<tr><td>B<tr><td colspan=2>注<tr><td><td>C</table>"
    assert cells(page) == [
        (0, 0, 0, "题干"), (0, 0, 1, "答案"), (0, 1, 0, "锅？"), (0, 1, 1, "A"), (0, 1, 1, "铁"), (0, 2, 1, "B"), (0, 3, 0, "注"),
        (0, 4, 0, ""), (0, 4, 1, "C"),
    ]  # fmt: skip
    assert [line.cell.header for line in lines(page) if line.cell][:3] == [True, True, False]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<table><tr><td>1. 题<tr><td>A. 锅<tr><td></table>", ["1. 题", "A. 锅"]),
        ("<table><tr><th>试题1<th>2分<tr><td colspan=2><p>题干<br><input type=radio>锅<tr><td>[答案]锅</table>",
         ["试题1", "2分", "题干", "锅", "[答案]锅"]),
        ("<table><tr><td>1.<td>煮面先放什么？<tr><td>2.<td>洗菜先做什么？</table>", ["1. 煮面先放什么？", "2. 洗菜先做什么？"]),
        ("<table><tr><td><input type=radio><td>A.<td>面条和水<tr><td><input type=radio checked><td>B.<td>水</table>",
         ["A. 面条和水", "B. 水"]),
        ("<table><tr><td>左<td><table><tr><td>内</table></table>", ["左", "内"]),
    ],
)  # fmt: skip
def test_a_table_that_only_arranges_the_page_is_lines(page: str, expected: list[str]) -> None:
    assert cells(page) == []
    assert texts(page) == expected


def test_a_key_of_numbers_and_letters_is_a_table() -> None:
    assert len(cells("<table><tr><td>1<td>B<tr><td>2<td>C</table>")) == 4


def test_pictures() -> None:
    document = read(
        f"<p>看图：<img src='{PNG_ADDRESS}'>是什么？<img src='http://x.y/z.png' alt='一口锅'><img src='data:image/png;base64,!'>"
    )
    (line,) = document.lines
    assert (line.text, line.images) == ("看图：是什么？一口锅", ("image1.png",))
    assert document.images == {"image1.png": PNG}
    assert [d.code for d in document.diagnostics] == ["picture-missing"]


MENU = "<nav><a>首页</a></nav><div class='main-breadcrumb'>位置</div><footer>版权</footer>"


def test_menus_are_furniture() -> None:
    page = f"{MENU}<div role=navigation>导航</div><article><header>第一节</header><p>1. 题？</p></article>"
    assert [(line.text, line.left_out) for line in lines(page)] == [
        ("首页", "furniture"), ("位置", "furniture"), ("版权", "furniture"), ("导航", "furniture"), ("第一节", ""), ("1. 题？", ""),
    ]  # fmt: skip


def test_a_part_that_holds_the_questions_is_content_whatever_its_name() -> None:
    page = MENU + "<div id=sidebar>" + "".join(f"<p>{n}. 锅是什么？<p>A. 铁<p>答案：A" for n in range(1, 5)) + "</div>"
    assert [line.text for line in lines(page) if line.left_out] == ["首页", "位置", "版权"]


@pytest.mark.parametrize("said", ["<meta charset=gbk>", "<META http-equiv=Content-Type content='text/html; Charset=GB2312'>", ""])
def test_the_encoding_that_a_page_names(said: str) -> None:
    document = read_html(f"{said}<p>问</p>".encode("gbk") + "<p>水开之后先放面条".encode("gbk"), "x.html")
    assert (document.encoding, document.lines[0].text) == ("GB18030", "问")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20_000 + "终", "<b>" * 20_000 + "终", "<table><tr><td>" * 3_000 + "终", "<ul><li>" * 5_000 + "终",
        "<p " + "".join(f"a{n}=1 " for n in range(20_000)) + ">终", f"<p title='{'a' * 10**6}'>终", "<p a='\"" * 9_000 + "'>终",
        "&#" * 50_000 + "终", "<" * 50_000 + "终", "&amp;" * 50_000 + "终", "(((((" * 20_000 + "终", "1.1.1.1." * 12_000 + "终",
        "<table>" + "<tr><td colspan=1000000000 rowspan=1000000000>x" * 2_000 + "</table>终",
        "<div><table><tr><td>" + "<b>" * 5_000 + "</div>" * 5_000 + "终", f"<p style='color:rgb({' ' * 10**5}'>终",
        "<p>" + "<b>a</b>\u200b<i>b</i>" * 5_000 + "终",
    ],
    ids=lambda page: page[:12],
)  # fmt: skip
def test_hostile_pages_are_read_in_time(page: str) -> None:
    assert lines(page)[-1].text.endswith("终")


@pytest.mark.parametrize("page", ["<p>题<script>", "<p>题<!--", "<p>题<textarea>", "<p>题<a href='", "<p>题</", "<p>题<", "<p>题<p"])
def test_a_page_that_breaks_off_keeps_its_text(page: str) -> None:
    assert texts(page)[0].startswith("题")
