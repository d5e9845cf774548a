"""Answer keys in every form in which they are found in the wild, joined to the questions that they answer."""

from __future__ import annotations

import time

import pytest

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.containers import read_bytes_document
from deckpress.readers.documents.recognise import recognise
from deckpress.readers.documents.recognise.key_align import align
from deckpress.readers.documents.recognise.key_lexer import Row, bare_values, starts
from deckpress.readers.documents.recognise.result import Found, Reading

_NAMES = "甲乙丙丁戊己庚辛壬癸"


def choices(count: int, first: int = 1, topic: str = "水果") -> str:
    """Questions with four options and an empty blank."""
    options = "A、红色\nB、黄色\nC、绿色\nD、紫色\n"
    return "".join(f"{i}、关于{topic}的第{_NAMES[i % 10]}种说法，正确的是（  ）\n{options}" for i in range(first, first + count))


def truths(count: int, first: int = 1, topic: str = "天气") -> str:
    """Statements."""
    return "".join(f"{i}、{topic}在第{_NAMES[i % 10]}个月里总是晴朗。（  ）\n" for i in range(first, first + count))


def blanks(count: int) -> str:
    """Sentences with two blanks."""
    return "".join(f"{i}、厨房里的{_NAMES[i % 10]}号柜子放着____和____。\n" for i in range(1, count + 1))


def tasks(count: int) -> str:
    """Questions that ask for a text."""
    return "".join(f"{i}、简述花园里{_NAMES[i % 10]}号花的养护方法。\n" for i in range(1, count + 1))


def chapter(number: str, topic: str) -> str:
    """A chapter with two sections and its key."""
    sections = f"一、单选题\n{choices(3, topic=topic)}二、判断题\n{truths(2, topic=topic)}"
    return f"第{number}章 {topic}\n{sections}参考答案\n一、单选题\n1.A 2.B 3.C\n二、判断题\n1.√ 2.×\n"


_SIZES = ("small", "big", "long", "short")
KITES = "".join(f"{i}. Which colour has the {size} kite?\nA. Red\nB. Yellow\nC. Green\nD. Blue\n" for i, size in enumerate(_SIZES, 1))
TABLES = "".join(f"{i}. Which shape has the {size} table?\nA. Round\nB. Square\nC. Oval\nD. Long\n" for i, size in enumerate(_SIZES, 1))
BALLS = "".join(
    f"{i}. Какого цвета {which} мяч?\nА) красный\nБ) жёлтый\nВ) зелёный\nГ) синий\n"
    for i, which in enumerate(("первый", "второй", "третий"), 1)
)


def read(text: str) -> Reading:
    lines = [Line(text=line, number=number) for number, line in enumerate(text.split("\n"), 1)]
    return recognise(Document(name="bank.txt", format="text", unit="line", lines=lines))


def said(question: Found) -> str:
    """A question's answer in short: letters, T or F, blanks joined by bars, lines of a text by slashes; ``!``: two answers disagree."""
    answer = question.answer
    doubt = "!" if any("two answers" in why or "disagree" in why for why in question.review) else ""
    match answer:
        case None:
            short = "-"
        case bool():
            short = "T" if answer else "F"
        case tuple():
            short = "".join(chr(65 + index) for index in answer)
        case list():
            short = "|".join(answer)
        case _:
            short = answer.replace("\n", "/")
    return short + doubt


KEYS = {
    "one line pairs": (
        "一、单选题\n" + choices(4) + "参考答案\n1、B 2、D 3、A 4、C\n",
        "B D A C",
    ),
    "one a line": (
        "一、单选题\n" + choices(4) + "参考答案：\n1、B\n2、D\n3、A\n4、C\n",
        "B D A C",
    ),
    "paren pairs": (
        "一、单选题\n" + choices(4) + "答案：\n(1) B (2) D (3) A (4) C\n",
        "B D A C",
    ),
    "range": (
        "一、单选题\n" + choices(10) + "参考答案\n1-5 ABCDA 6-10 BBCDA\n",
        "A B C D A B B C D A",
    ),
    "range spaced": (
        "一、单选题\n" + choices(10) + "参考答案\n1~5：A B C D A\n6~10：B B C D A\n",
        "A B C D A B B C D A",
    ),
    "range paren": (
        "一、单选题\n" + choices(10) + "【参考答案】\n1—5、ABCDA；6—10、BBCDA\n",
        "A B C D A B B C D A",
    ),
    "multi paren": (
        "一、多选题\n" + choices(3) + "参考答案\n1) ABCD\n2) AB\n3) BC\n",
        "ABCD AB BC",
    ),
    "glued": (
        "一、单选题\n" + choices(5) + "答案：1.A2.B3.C4.D5.A\n",
        "A B C D A",
    ),
    "glued2": (
        "一、单选题\n" + choices(5) + "参考答案\n1A2B3C4D5A\n",
        "A B C D A",
    ),
    "one line sections": (
        "一、单选题\n"
        + choices(3)
        + "二、多选题\n"
        + choices(2, topic="蔬菜")
        + "三、判断题\n"
        + truths(2)
        + "参考答案\n一、单选题:1、B 2、D 3、A 二、多选题:1、AB 2、BCD 三、判断题:1、√ 2、×\n",
        "B D A AB BCD T F",
    ),
    "sections lines": (
        "一、单选题\n"
        + choices(3)
        + "二、多选题\n"
        + choices(2, topic="蔬菜")
        + "三、判断题\n"
        + truths(2)
        + "参考答案\n一、单选题\n1、B 2、D 3、A\n二、多选题\n1、AB 2、BCD\n三、判断题\n1、√ 2、×\n",
        "B D A AB BCD T F",
    ),
    "sections rows": (
        "一、单选题\n"
        + choices(5)
        + "二、多选题\n"
        + choices(2, topic="蔬菜")
        + "三、判断题\n"
        + truths(3)
        + "参考答案\n一、单选题\nABCDA\n二、多选题\nAB BCD\n三、判断题\n√×√\n",
        "A B C D A AB BCD T F T",
    ),
    "bare rows": (
        "一、单选题\n" + choices(10) + "参考答案\nABCDA BCDAB\n",
        "A B C D A B C D A B",
    ),
    "chapter keys end": (
        "第一章 水果\n一、单选题\n"
        + choices(3)
        + "二、判断题\n"
        + truths(2)
        + "第二章 蔬菜\n一、单选题\n"
        + choices(3, topic="蔬菜")
        + "二、判断题\n"
        + truths(2, topic="早晨")
        + "第一章参考答案\n一、单选题\n"
        "1.A 2.B 3.C\n二、判断题\n1.√ 2.×\n第二章参考答案\n一、单选题\n1.D 2.D 3.B\n二、判断题\n1.× 2.×\n",
        "A B C T F D D B F F",
    ),
    "chapter keys head": (
        "第一章 水果\n一、单选题\n"
        + choices(3)
        + "二、判断题\n"
        + truths(2)
        + "第二章 蔬菜\n一、单选题\n"
        + choices(3, topic="蔬菜")
        + "二、判断题\n"
        + truths(2, topic="早晨")
        + "参考答案\n第一章\n一、单选题\n"
        "1.A 2.B 3.C\n二、判断题\n1.√ 2.×\n第二章\n一、单选题\n1.D 2.D 3.B\n二、判断题\n1.× 2.×\n",
        "A B C T F D D B F F",
    ),
    "chapter keys swapped": (
        "第一章 水果\n一、单选题\n" + choices(3) + "第二章 蔬菜\n一、单选题\n" + choices(3, topic="蔬菜") + "参考答案\n"
        "第二章\n一、单选题\n1.A 2.B 3.C\n第一章\n一、单选题\n1.D 2.D 3.B\n",
        "D D B A B C",
    ),
    "chapter key each": (
        "第一章 水果\n" + choices(3) + "参考答案：1.A 2.B 3.C\n第二章 蔬菜\n" + choices(3, topic="蔬菜") + "参考答案：1.D 2.D 3.B\n",
        "A B C D D B",
    ),
    "with option text": (
        "一、单选题\n" + choices(4) + "参考答案\n1. b) 黄色\n2. d) 紫色\n3. a) 红色\n4. c) 绿色\n",
        "B D A C",
    ),
    "reason brackets": (
        "一、单选题\n" + choices(3) + "二、判断题\n" + truths(2) + "参考答案\n一、单选题答案\n1. C（颜色最淡）\n"
        "2. B（最为常见）\n3. A（成熟以后）\n二、判断题答案\n1. ✗（夏天常下雨）\n2. ✓（冬天干燥）\n",
        "C B A F T",
    ),
    "jiexi": (
        "一、单选题\n" + choices(3) + "答案与解析\n1. B 解析：黄色最常见，因为香蕉多。\n2. D 解析：葡萄是紫色。\n"
        "3. A。解析：苹果是红色。\n",
        "B D A",
    ),
    "jiexi below": (
        "一、单选题\n" + choices(3) + "参考答案及解析\n1.【答案】B\n【解析】黄色最常见，因为香蕉多。\n2.【答案】D\n"
        "【解析】葡萄是紫色。\n3.【答案】A\n【解析】苹果是红色。\n",
        "B D A",
    ),
    "jiexi para": (
        "一、单选题\n" + choices(3) + "参考答案及解析\n1. B\n黄色最常见，因为香蕉多。店里到处能看到。\n2. D\n"
        "葡萄是紫色。\n3. A\n苹果是红色。\n",
        "B D A",
    ),
    "fill key": (
        "一、填空题\n" + blanks(3) + "参考答案\n一、填空题\n1、米；面\n2、油；盐\n3、酱油；醋\n",
        "米|面 油|盐 酱油|醋",
    ),
    "fill key one line": (
        "一、填空题\n" + blanks(3) + "填空题答案\n1、米；面 2、油；盐 3、酱油；醋\n",
        "米|面 油|盐 酱油|醋",
    ),
    "short key": (
        "一、单选题\n" + choices(2) + "二、简答题\n" + tasks(2) + "参考答案\n一、单选题\n1、A 2、B\n二、简答题\n"
        "1、每天早上浇水一次。\n冬天要搬进屋里。\n2、（1）少浇水；\n（2）多晒太阳；\n（3）春天施肥。\n",
        "A B 每天早上浇水一次。/冬天要搬进屋里。 （1）少浇水；/（2）多晒太阳；/（3）春天施肥。",
    ),
    "short key nested": (
        "一、简答题\n" + tasks(2) + "参考答案\n一、简答题\n1、答：养护要点如下：\n1）浇水要少；\n2）光照要足；\n"
        "3）土要松。\n2、答：先剪枝，再施肥。\n",
        "养护要点如下：/1）浇水要少；/2）光照要足；/3）土要松。 先剪枝，再施肥。",
    ),
    "short key nested same": (
        "一、简答题\n" + tasks(2) + "参考答案\n一、简答题\n1、养护要点如下：\n1、浇水要少；\n2、光照要足；\n"
        "3、土要松。\n2、先剪枝，再施肥。\n",
        "养护要点如下：/1、浇水要少；/2、光照要足；/3、土要松。 先剪枝，再施肥。",
    ),
    "other titles": (
        "一、选择题\n" + choices(3) + "二、判断正误\n" + truths(2) + "三、问答题\n" + tasks(1) + "参考答案\n"
        "选择题答案：\n1.A 2.B 3.C\n判断题答案：\n1.√ 2.×\n四、问答\n1.多浇水。\n",
        "A B C T F 多浇水。",
    ),
    "continuous": (
        "一、单选题\n"
        + choices(3)
        + "二、多选题\n"
        + choices(2, 4, topic="蔬菜")
        + "三、判断题\n"
        + truths(2, 6)
        + "参考答案\n1、B 2、D 3、A 4、AB 5、BCD 6、√ 7、×\n",
        "B D A AB BCD T F",
    ),
    "continuous range": (
        "一、单选题\n" + choices(5) + "三、判断题\n" + truths(5, 6) + "参考答案\n1-5 ABCDA\n6-10 √×√×√\n",
        "A B C D A T F T F T",
    ),
    "other order": (
        "一、单选题\n" + choices(3) + "二、判断题\n" + truths(3) + "参考答案\n判断题：1.√ 2.× 3.√\n单选题：1.C 2.A 3.D\n",
        "C A D T F T",
    ),
    "other order nohead": (
        "一、单选题\n" + choices(3) + "二、判断题\n" + truths(3) + "参考答案\n1.√ 2.× 3.√\n1.C 2.A 3.D\n",
        "C A D T F T",
    ),
    "some": (
        "一、单选题\n" + choices(5) + "参考答案\n2、D 4、C\n",
        "- D - C -",
    ),
    "fewer": (
        "一、单选题\n" + choices(4) + "参考答案\n1、B 2、D 3、A\n",
        "B D A -",
    ),
    "more": (
        "一、单选题\n" + choices(3) + "参考答案\n1、B 2、D 3、A 4、C\n",
        "B D A",
    ),
    "papers each": (
        "试卷一\n一、单选题\n"
        + choices(3)
        + "参考答案\n1.A 2.B 3.C\n试卷二\n一、单选题\n"
        + choices(3, topic="蔬菜")
        + "参考答案\n1.D 2.D 3.A\n",
        "A B C D D A",
    ),
    "papers end": (
        "模拟试卷一\n\n一、单选题\n" + choices(3) + "\n模拟试卷二\n\n一、单选题\n" + choices(3, topic="蔬菜") + "\n"
        "参考答案\n\n模拟试卷一\n1.A 2.B 3.C\n\n模拟试卷二\n1.D 2.D 3.A\n",
        "A B C D D A",
    ),
    "papers end inline": (
        "模拟试卷一\n\n一、单选题\n"
        + choices(3)
        + "二、判断题\n"
        + truths(2)
        + "\n模拟试卷二\n\n一、单选题\n"
        + choices(3, topic="蔬菜")
        + "二、判断题\n"
        + truths(2, topic="早晨")
        + "\n模拟试卷一答案\n"
        "一、单选题 1.A 2.B 3.C\n二、判断题 1.√ 2.√\n\n模拟试卷二答案\n一、单选题 1.D 2.D 3.A\n二、判断题 1.× 2.√\n",
        "A B C T T D D A F T",
    ),
    "en key": (
        KITES + "\nAnswer Key\n1. B\n2. D\n3. A\n4. C\n",
        "B D A C",
    ),
    "en answers": (
        KITES + "\nAnswers: 1. B 2. D 3. A 4. C\n",
        "B D A C",
    ),
    "en answers line": (
        KITES + "\nAnswers:\n1-B, 2-D, 3-A, 4-C\n",
        "B D A C",
    ),
    "en answers paren": (
        KITES + "\nANSWERS\n1) b 2) d 3) a 4) c\n",
        "B D A C",
    ),
    "en key reason": (
        KITES + "\nAnswer Key\n1. B - Yellow is the colour of the small one.\n2. D - It was painted blue.\n"
        "3. A - Red is seen from afar.\n4. C - Green is hard to see.\n",
        "B D A C",
    ),
    "tests end": (
        "Test 1\n\n" + KITES + "\nTest 2\n\n" + TABLES + "\nAnswer Key\n\nTest 1\n1. A 2. B 3. C 4. D\n\nTest 2\n1. D 2. C 3. B 4. A\n",
        "A B C D D C B A",
    ),
    "tests end lines": (
        "Test 1\n\n" + KITES + "\nTest 2\n\n" + TABLES + "\nAnswer Key\n\nTest 1: 1. A 2. B 3. C 4. D\nTest 2: 1. D 2. C 3. B 4. A\n",
        "A B C D D C B A",
    ),
    "es key": (
        KITES + "\nRespuestas\n1. b\n2. d\n3. a\n4. c\n",
        "B D A C",
    ),
    "es key2": (
        KITES + "\nClave de respuestas: 1-B 2-D 3-A 4-C\n",
        "B D A C",
    ),
    "de key": (
        KITES + "\nLösungen:\n1 B\n2 D\n3 A\n4 C\n",
        "B D A C",
    ),
    "mixed inline": (
        "一、单选题\n" + choices(3).replace("（  ）", "（B）", 1) + "参考答案\n1、B 2、D 3、A\n",
        "B D A",
    ),
    "inline disagree": (
        "一、单选题\n" + choices(3).replace("（  ）", "（B）", 1) + "参考答案\n1、C 2、D 3、A\n",
        "C! D A",
    ),
    "decoy": (
        "一、单选题\n" + choices(3).replace("（  ）", "（B）") + "\n上册练习的参考答案\n1、C 2、D 3、A\n",
        "B B B",
    ),
    "key first": (
        "参考答案\n1、B 2、D 3、A\n一、单选题\n" + choices(3),
        "B D A",
    ),
    "tf words2": (
        "一、判断题\n" + truths(4) + "参考答案\n1. 正确\n2. 错误。天气多变。\n3. 正确\n4. 错误\n",
        "T F T F",
    ),
    "tf row": (
        "一、判断题\n" + truths(5) + "答案：√×√×√\n",
        "T F T F T",
    ),
    "tf range": (
        "一、判断题\n" + truths(10) + "参考答案\n1-5 对错对错对 6-10 错错错对对\n",
        "T F T F T F F F T T",
    ),
    "tf AB": (
        "一、判断题\n" + truths(4) + "参考答案\n1-4 ABBA\n",
        "T F F T",
    ),
    "range ti": (
        "一、单选题\n" + choices(10) + "参考答案\n第1~5题：ABCDA\n第6~10题：BBCDA\n",
        "A B C D A B B C D A",
    ),
    "di ti": (
        "一、单选题\n" + choices(3) + "参考答案\n第1题：B\n第2题：D\n第3题：A\n",
        "B D A",
    ),
    "xuhao answers text": (
        "一、名词解释\n1、春分\n2、夏至\n二、简答题\n" + tasks(2) + "参考答案\n一、名词解释\n"
        "1、春分：春季的一个节气，昼夜等长。\n2、夏至：白天最长的一天。\n二、简答题\n1、多浇水。\n2、多施肥。\n",
        "春分：春季的一个节气，昼夜等长。 夏至：白天最长的一天。 多浇水。 多施肥。",
    ),
    "range key each section": (
        "一、单选题\n"
        + choices(5)
        + "答案：1-5 ABCDA\n二、多选题\n"
        + choices(3, topic="蔬菜")
        + "答案：1.AB 2.ABC 3.CD\n三、判断题\n"
        + truths(3)
        + "答案：1.√ 2.× 3.√\n",
        "A B C D A AB ABC CD T F T",
    ),
    "key each sec row": (
        "一、单选题\n" + choices(5) + "答案：ABCDA\n二、多选题\n" + choices(3, topic="蔬菜") + "答案：AB、ABC、CD\n",
        "A B C D A AB ABC CD",
    ),
    "multi range": (
        "一、多选题\n" + choices(5) + "参考答案\n1-5：AB，ABC，BD，ABCD，CD\n",
        "AB ABC BD ABCD CD",
    ),
    "multi bare": (
        "一、多选题\n" + choices(4) + "参考答案\nAB ABC BD ABCD\n",
        "AB ABC BD ABCD",
    ),
    "ti key heads": (
        "一、单项选择题（每题2分）\n" + choices(4) + "二、判断题（每题1分）\n" + truths(3) + "答案\n一、1.A 2.B 3.C 4.D\n二、1.√ 2.× 3.√\n",
        "A B C D T F T",
    ),
    "ti key heads rows": (
        "一、单项选择题（每题2分）\n" + choices(4) + "二、判断题（每题1分）\n" + truths(3) + "答案\n一、ABCD\n二、√×√\n",
        "A B C D T F T",
    ),
    "case key": (
        "一、单选题\n" + choices(2) + "二、案例分析题\n1、小王开了一家面包店，第一个月亏了钱。请分析原因。\n"
        "2、小李的花都枯了。请提出建议。\n参考答案\n一、单选题\n1-2 AB\n二、案例分析题\n"
        "1、答：（1）位置不好；（2）价格太高。\n2、答：（1）换盆；（2）浇水。\n",
        "A B （1）位置不好；（2）价格太高。 （1）换盆；（2）浇水。",
    ),
    "tf correct": (
        "一、判断题\n" + truths(3) + "参考答案\n1、×，夏天多雨\n2、√\n3、×，冬天多雪\n",
        "F T F",
    ),
    "chapter range inline": (
        "第一章 水果\n" + choices(5) + "第二章 蔬菜\n" + choices(5, topic="蔬菜") + "参考答案\n第一章：1-5 ABCDA\n第二章：1-5 DDCBA\n",
        "A B C D A D D C B A",
    ),
    "key spaces": (
        "一、单选题\n" + choices(4) + "参考答案\n1 B  2 D  3 A  4 C\n",
        "B D A C",
    ),
    "key tabs": (
        "一、单选题\n" + choices(4) + "参考答案\n1\tB\n2\tD\n3\tA\n4\tC\n",
        "B D A C",
    ),
    "key comma": (
        "一、单选题\n" + choices(4) + "参考答案：1.B，2.D，3.A，4.C。\n",
        "B D A C",
    ),
    "key eq": (
        "一、单选题\n" + choices(4) + "参考答案：1=B；2=D；3=A；4=C\n",
        "B D A C",
    ),
    "keyed row sections inline": (
        "一、单选题\n" + choices(5) + "二、判断题\n" + truths(5) + "参考答案：\n一、单选题：ABCDA\n二、判断题：√×√×√\n",
        "A B C D A T F T F T",
    ),
    "sect number only": (
        "一、单选题\n" + choices(5) + "二、判断题\n" + truths(5) + "参考答案：\n一、1-5 ABCDA\n二、1-5 √×√×√\n",
        "A B C D A T F T F T",
    ),
    "answers then questions": (
        "一、单选题\n" + choices(3) + "参考答案：1.A 2.B 3.C\n二、简答题\n" + tasks(2) + "参考答案：\n1.多浇水。\n2.多施肥。\n",
        "A B C 多浇水。 多施肥。",
    ),
    "sa key own title": (
        "一、单选题\n" + choices(3) + "二、简答题\n" + tasks(2) + "单选题参考答案\n1.A\n2.B\n3.C\n简答题参考答案\n"
        "1.多浇水，少施肥。\n2.多施肥，\n少浇水。\n",
        "A B C 多浇水，少施肥。 多施肥，/少浇水。",
    ),
    "repeat stem key": (
        "一、简答题\n" + tasks(3) + "参考答案\n1、简述花园里乙号花的养护方法。\n答：每周浇水。\n"
        "2、简述花园里丙号花的养护方法。\n答：每天晒太阳。\n3、简述花园里丁号花的养护方法。\n答：冬天进屋。\n",
        "每周浇水。 每天晒太阳。 冬天进屋。",
    ),
    "restart key cont q": (
        "一、单选题\n" + choices(3) + "二、判断题\n" + truths(3, 4) + "参考答案\n一、单选题\n1.A 2.B 3.C\n二、判断题\n1.√ 2.× 3.√\n",
        "A B C T F T",
    ),
    "cont key restart q": (
        "一、单选题\n" + choices(3) + "二、多选题\n" + choices(2, topic="蔬菜") + "参考答案\n1.A 2.B 3.C 4.AB 5.CD\n",
        "A B C AB CD",
    ),
    "cont range restart q": (
        "一、单选题\n" + choices(5) + "二、单选题\n" + choices(5, topic="蔬菜") + "参考答案\n1-5 ABCDA 6-10 DDCBA\n",
        "A B C D A D D C B A",
    ),
    "one line doc": (
        "一、单选题 " + choices(3).replace("\n", " ") + "参考答案 1、B 2、D 3、A",
        "B D A",
    ),
    "article after": (
        "一、单选题\n" + choices(3) + "参考答案\n1、B\n2、D\n3、A\n\n水果店经营心得\n开店要早，关店要晚。\n进货要勤，卖货要快。\n",
        "B D A",
    ),
    "key then questions": (
        choices(3) + "参考答案：1.A 2.B 3.C\n" + choices(3, topic="蔬菜") + "参考答案：1.D 2.D 3.A\n",
        "A B C D D A",
    ),
    "decoy per question": (
        (
            "一、简答题\n1、简述开店的准备。\n答案：\n1、选好地方。\n2、备好货物。\n3、请好帮手。\n2、简述关店的步骤。\n"
            "答案：\n1、清点货物。\n2、退还押金。\n"
        ),
        "1、选好地方。/2、备好货物。/3、请好帮手。 1、清点货物。/2、退还押金。",
    ),
    "answered and key other": (
        "一、单选题\n" + choices(3).replace("（  ）", "（B）") + "二、判断题\n" + truths(3) + "参考答案\n二、判断题\n1.√ 2.× 3.√\n",
        "B B B T F T",
    ),
    "answered key no head": (
        "一、单选题\n" + choices(3).replace("（  ）", "（B）") + "二、判断题\n" + truths(3) + "参考答案\n1.√ 2.× 3.√\n",
        "B B B T F T",
    ),
    "fill semicolon": (
        "一、填空题\n" + blanks(2) + "二、简答题\n" + tasks(1) + "答案\n一、填空题\n1．米；面\n2．油；盐\n二、简答题\n"
        "1．每天早上浇水，\n晚上通风。\n",
        "米|面 油|盐 每天早上浇水，/晚上通风。",
    ),
    "terms": (
        "一、名词解释\n1．春分\n2．夏至\n参考答案\n一、名词解释\n1．春分是春季的一个节气。\n2．夏至是白天最长的一天。\n",
        "春分是春季的一个节气。 夏至是白天最长的一天。",
    ),
    "big titles": (
        "第一部分 单选题\n" + choices(3) + "第二部分 判断题\n" + truths(2) + "参考答案\n第一部分 单选题\n1.A 2.B 3.C\n"
        "第二部分 判断题\n1.√ 2.×\n",
        "A B C T F",
    ),
    "en sections": (
        "Part I Multiple Choice\n" + KITES + "Part II True/False\n1. The kite is old.\n2. The table is new.\n"
        "Answer Key\nPart I\n1. A 2. B 3. C 4. D\nPart II\n1. True 2. False\n",
        "A B C D T F",
    ),
    "en tf letters": (
        "Multiple Choice\n" + KITES + "True/False\n1. The kite is old.\n2. The table is new.\nAnswers\n"
        "Multiple Choice: 1. A 2. B 3. C 4. D\nTrue/False: 1. T 2. F\n",
        "A B C D T F",
    ),
    "en key cols": (
        KITES + "\nAnswer Key:\n1. B    3. A\n2. D    4. C\n",
        "B D A C",
    ),
    "de antworten": (
        "Multiple Choice\n" + KITES + "\nAntworten: 1b, 2d, 3a, 4c\n",
        "B D A C",
    ),
    "expl lines": (
        KITES + "\nAnswers and Explanations\n1. B. The small kite was painted last year.\n2. D. The sky is blue too.\n"
        "3. A. It was red.\n4. C. Grass is green.\n",
        "B D A C",
    ),
    "expl list": (
        "一、单选题\n" + choices(3) + "参考答案\n1-3 ABC\n解析：\n1. 红色最常见。\n2. 黄色最亮。\n3. 绿色最多。\n",
        "A B C",
    ),
    "key wrapped": (
        "一、单选题\n" + choices(10) + "参考答案\n1、A 2、B 3、C 4、D 5、A\n6、B 7、B 8、C 9、D 10、A\n",
        "A B C D A B B C D A",
    ),
    "tf dui": (
        "一、判断题\n" + truths(4) + "答案：1对 2错 3对 4错\n",
        "T F T F",
    ),
    "hanzi num": (
        "一、单选题\n" + choices(3) + "答案：（1）A；（2）B；（3）C。\n",
        "A B C",
    ),
    "key blank lines": (
        "一、单选题\n" + choices(3) + "\n\n参考答案\n\n1、B\n\n2、D\n\n3、A\n\n",
        "B D A",
    ),
    "answer col": (
        "一、单选题\n" + choices(4) + "【答案】\n1．【答案】B\n2．【答案】D\n3．【答案】A\n4．【答案】C\n",
        "B D A C",
    ),
    "multi text": (
        "二、多选题\n" + choices(2) + "参考答案\n1、ABD（红黄紫都对）\n2、AC（红绿都对）\n",
        "ABD AC",
    ),
    "two kinds row": (
        "一、单选题\n" + choices(4) + "二、多选题\n" + choices(2, topic="蔬菜") + "参考答案\n单选：ABCD\n多选：AB，ACD\n",
        "A B C D AB ACD",
    ),
    "single q section": (
        "一、单选题\n" + choices(3) + "二、论述题\n1、论述开店的意义。\n三、案例题\n1、小王开店亏了，请分析原因。\n"
        "参考答案\n一、单选题\n1-3 ABC\n二、论述题\n1、方便大家，\n也养活自己。\n三、案例题\n1、位置不好。\n",
        "A B C 方便大家，/也养活自己。 位置不好。",
    ),
    "single no num": (
        "一、单选题\n" + choices(3) + "二、论述题\n1、论述开店的意义。\n参考答案\n一、单选题\n1-3 ABC\n二、论述题\n"
        "方便大家，\n也养活自己。\n",
        "A B C 方便大家，/也养活自己。",
    ),
    "kw daan": (
        "一、单选题\n" + choices(3) + "单选题答案：1.A 2.B 3.C\n",
        "A B C",
    ),
    "daan ruxia": (
        "一、单选题\n" + choices(3) + "答案如下：\n1.A\n2.B\n3.C\n",
        "A B C",
    ),
    "fu daan": (
        "一、单选题\n" + choices(3) + "附：参考答案\n1.A 2.B 3.C\n",
        "A B C",
    ),
    "dt daan": (
        "一、单选题\n" + choices(3) + "答题要点及参考答案\n1.A 2.B 3.C\n",
        "A B C",
    ),
    "xx daan": (
        "水果知识测试题\n\n一、单选题\n" + choices(3) + "\n水果知识测试题参考答案\n\n1.A 2.B 3.C\n",
        "A B C",
    ),
    "key q lines": (
        KITES + "\nAnswer key\nQ1. B\nQ2. D\nQ3. A\nQ4. C\n",
        "B D A C",
    ),
    "key q colon": (
        KITES + "\nAnswer key\n1: B\n2: D\n3: A\n4: C\n",
        "B D A C",
    ),
    "fr key": (
        KITES + "\nCorrigé\n1. b\n2. d\n3. a\n4. c\n",
        "B D A C",
    ),
    "pt key": (
        KITES + "\nGabarito: 1-B 2-D 3-A 4-C\n",
        "B D A C",
    ),
    "ru key": (
        BALLS + "\nОтветы:\n1. Б\n2. Г\n3. А\n",
        "B D A",
    ),
    "ru key in one line": (
        BALLS + "\nОтветы: 1 - Б, 2 - Г, 3 - А\n",
        "B D A",
    ),
    "a key after each of three chapters": (
        "".join(chapter(n, topic) for n, topic in zip("一二三", ("水果", "蔬菜", "点心"), strict=True)),
        "A B C T F A B C T F A B C T F",
    ),
}


@pytest.mark.parametrize(("text", "answers"), KEYS.values(), ids=KEYS)
def test_a_key_answers_its_questions(text: str, answers: str) -> None:
    assert " ".join(map(said, read(text).questions)) == answers


MARKDOWN = {
    "sec titles key inner": (
        "### 一、选择题\n\n" + choices(3) + "\n### 二、填空题\n\n" + blanks(2) + "\n## 参考答案\n\n### 选择题答案：\n"
        "\n1. A) 红色\n2. B) 黄色\n3. C) 绿色\n\n### 填空题答案：\n\n1. 米，面\n2. 油，盐\n",
        "A B C 米|面 油|盐",
    ),
    "md table key": (
        "## 一、单选题\n\n" + choices(5).replace("\n", "\n\n") + "\n## 参考答案\n\n| 题号 | 1 | 2 | 3 | 4 | 5 |\n"
        "|---|---|---|---|---|---|\n| 答案 | A | B | C | D | A |\n",
        "A B C D A",
    ),
    "two tables": (
        "## 一、单选题\n\n"
        + choices(5).replace("\n", "\n\n")
        + "\n## 二、判断题\n\n"
        + truths(3).replace("\n", "\n\n")
        + "\n## 参考答案\n\n### 一、单选题\n\n| 题号 | 1 | 2 | 3 | 4 | 5 |\n|---|---|---|---|---|---|\n"
        "| 答案 | A | B | C | D | A |\n\n### 二、判断题\n\n| 题号 | 1 | 2 | 3 |\n|---|---|---|---|\n"
        "| 答案 | √ | × | √ |\n",
        "A B C D A T F T",
    ),
    "md list key": (
        "## 单选题\n\n" + choices(3).replace("\n", "\n\n") + "\n## 答案\n\n- 1: B\n- 2: D\n- 3: A\n",
        "B D A",
    ),
    "md bold key": (
        "## 单选题\n\n" + choices(3).replace("\n", "\n\n") + "\n## 答案\n\n1. **B**\n2. **D**\n3. **A**\n",
        "B D A",
    ),
    "md bold num": (
        "## 单选题\n\n" + choices(3).replace("\n", "\n\n") + "\n## 答案\n\n**1. B**：黄色最亮\n\n**2. D**：紫色最深\n\n"
        "**3. A**：红色最热\n",
        "B D A",
    ),
}


@pytest.mark.parametrize(("text", "answers"), MARKDOWN.values(), ids=MARKDOWN)
def test_a_key_in_markdown_answers_its_questions(text: str, answers: str) -> None:
    reading = recognise(read_bytes_document(text.encode(), "bank.md"))

    assert " ".join(map(said, reading.questions)) == answers


EXPLAINED = {
    "reason in brackets": "1. B（香蕉多）\n2. D（葡萄熟了）\n",
    "label in the line": "1. B 解析：香蕉多\n2. D 解析：葡萄熟了\n",
    "label behind a full stop": "1. B。【解析】香蕉多\n2. D。【解析】葡萄熟了\n",
    "label below": "1.【答案】B\n【解析】香蕉多\n2.【答案】D\n【解析】葡萄熟了\n",
    "paragraph below": "1. B\n香蕉多\n2. D\n葡萄熟了\n",
    "a dash": "1. B - 香蕉多\n2. D - 葡萄熟了\n",
    "a list of explanations below": "1-2 BD\n解析：\n1. 香蕉多\n2. 葡萄熟了\n",
    "one line": "1、B 解析：香蕉多 2、D 解析：葡萄熟了\n",
}


@pytest.mark.parametrize("key", EXPLAINED.values(), ids=EXPLAINED)
def test_the_reason_in_a_key_is_the_explanation(key: str) -> None:
    questions = read(f"一、单选题\n{choices(2)}参考答案与解析\n{key}").questions

    assert [(said(q), q.explanation) for q in questions] == [("B", "香蕉多"), ("D", "葡萄熟了")]


def test_an_option_that_a_key_repeats_is_no_explanation() -> None:
    questions = read(f"一、单选题\n{choices(2)}参考答案\n1. B - 黄色\n2. D（紫色）\n").questions

    assert [(said(q), q.explanation) for q in questions] == [("B", ""), ("D", "")]


def test_a_reason_of_a_verdict_is_its_explanation() -> None:
    questions = read(f"一、判断题\n{truths(2)}参考答案\n1. ✗（夏天多雨）\n2. ✓（冬天干燥）\n").questions

    assert [(said(q), q.explanation) for q in questions] == [("F", "夏天多雨"), ("T", "冬天干燥")]


def test_an_entry_without_a_question_serves_none() -> None:
    reading = read(f"一、单选题\n{choices(3)}参考答案\n1、B\n2、D\n3、A\n4、C\n")

    served = [piece.question for piece in reading.pieces[-4:]]
    assert served == [0, 1, 2, -1]


def test_a_key_that_disagrees_with_an_answer_below_its_question_is_reviewed() -> None:
    text = f"一、单选题\n{choices(2)}答案：B\n参考答案\n1、A\n2、C\n"
    first, second = read(text).questions

    assert not first.review
    assert any("two answers" in why for why in second.review)


def test_a_key_that_agrees_with_the_answers_in_the_stems_needs_no_review() -> None:
    text = f"一、单选题\n{choices(3).replace('（  ）', '（B）')}参考答案\n1、B 2、B 3、B\n"

    assert [(said(q), q.review) for q in read(text).questions] == [("B", [])] * 3


def test_what_follows_a_list_of_values_is_no_part_of_the_last_answer() -> None:
    reading = read(f"一、单选题\n{choices(3)}参考答案\n1、B\n2、D\n3、A\n\n开店要早，关店要晚。\n")

    assert said(reading.questions[-1]) == "A"
    assert not reading.questions[-1].explanation
    assert reading.pieces[-1].role in ("article", "unrecognised")


ROWS = {
    "1、B 2、D": [(1, True), (2, True)],
    "(1) A (2) BC": [(1, True), (2, True)],
    "1.A2.B3.C": [(1, True), (2, True), (3, True)],
    "1b, 2d": [(1, True), (2, True)],
    "第3题：√": [(3, True)],
    "4. A company grows.": [(4, False)],
    "5、A股市场": [(5, False)],
    "6、米；面 7、油": [(6, False), (7, False)],
    "2024年": [],
    "": [],
}


@pytest.mark.parametrize(("text", "found"), ROWS.items(), ids=ROWS)
def test_numbers_of_a_row(text: str, found: list[tuple[int, bool]]) -> None:
    assert [(start.number, start.value) for start in starts(Row(0, 0, text), further=True)] == found


BARE = {
    ("ABCDA BCDAB", 0): list("ABCDABCDAB"),
    ("AB BCD", 2): ["AB", "BCD"],
    ("AB、ABC、D", 0): ["AB", "ABC", "D"],
    ("√×√", 0): ["√", "×", "√"],
    ("a b c", 0): ["a", "b", "c"],
    ("A cat", 0): [],
}


@pytest.mark.parametrize(("row", "values"), BARE.items(), ids=[row for row, _ in BARE])
def test_values_without_numbers(row: tuple[str, int], values: list[str]) -> None:
    assert bare_values(*row) == values


def _pairs(table: list[list[float]], **free: bool) -> list[tuple[int, tuple[int, int]]]:
    runs = len(table[0])
    return sorted(
        align(
            len(table),
            runs,
            lambda g, first, end: table[g][first] if end - first == 1 else 0.0,
            lambda *_: (),
            lambda _: free.get("shares", False),
        )
    )


def test_an_alignment_keeps_the_order_where_scores_are_alike() -> None:
    assert _pairs([[1, 1, 1], [1, 1, 1]]) == [(0, (0, 1)), (1, (1, 2))]


def test_an_alignment_leaves_out_what_fits_nothing() -> None:
    assert _pairs([[0, 2, 0], [0, 0, 0], [0, 0, 2]]) == [(0, (1, 2)), (2, (2, 3))]


def test_an_alignment_changes_the_order_where_that_is_clearly_better() -> None:
    assert _pairs([[0.5, 3], [3, 0.5]]) == [(0, (1, 2)), (1, (0, 1))]


def test_groups_with_other_numbers_share_a_run() -> None:
    assert _pairs([[1], [1]], shares=True) == [(0, (0, 1)), (1, (0, 1))]


def test_many_keys_for_many_sections_at_the_end() -> None:
    count = 300
    questions = "一、判断题\n" + truths(3)
    reading = read(questions * count + "参考答案\n" + "一、判断题\n1-3 √×√\n" * count)

    assert "".join(map(said, reading.questions)) == "TFT" * count


HOSTILE = {
    "brackets": "1. B （" + "（" * 200_000,
    "numbers": "1.1." * 50_000,
    "letters": "A" * 200_000,
    "letters and spaces": "1-5 " + "A " * 100_000,
    "spaces": "1. A" + " " * 200_000 + "x",
    "dashes": "1-" * 100_000,
    "ordinals": "一、" * 60_000,
    "NULs and surrogates": "1. A\x00 2. \ud800B",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_hostile_keys_take_no_long_time(line: str) -> None:
    started = time.perf_counter()
    reading = read(f"一、单选题\n{choices(3)}参考答案\n{line}\n")

    assert len(reading.questions) >= 3
    assert time.perf_counter() - started < 5
