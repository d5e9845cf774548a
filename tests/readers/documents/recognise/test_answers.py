"""What an answer's text means."""

from __future__ import annotations

import pytest

from deckpress.readers.documents.recognise.answers import read_answer, read_letters, read_truth
from deckpress.readers.documents.recognise.result import FoundKind

FRUIT = ("苹果", "香蕉", "葡萄", "西瓜")
BIRDS = ("The robin sings at dawn", "An owl hunts at night", "Penguins swim", "Storks build on chimneys")


@pytest.mark.parametrize(
    ("text", "indices"),
    [
        ("A", (0,)),
        (" d ", (3,)),
        ("ABD", (0, 1, 3)),
        ("DBA", (0, 1, 3)),
        ("A,B、D", (0, 1, 3)),
        ("A，C；D", (0, 2, 3)),
        ("a c", (0, 2)),
        ("acd", (0, 2, 3)),
        ("A和C", (0, 2)),
        ("A and C", (0, 2)),
        ("A, B and D", (0, 1, 3)),
        ("A y C", (0, 2)),
        ("A e C", (0, 2)),
        ("a e c", (0, 2, 4)),
        ("A;C", (0, 2)),
        ("A|C", (0, 2)),
        ("A┋C", (0, 2)),
        ("A/C", (0, 2)),
        ("Ａ．", (0,)),
        ("（ＡＢ）", (0, 1)),
        ("(C)", (2,)),
        ("[A]", (0,)),
        ("[A][C]", (0, 2)),
        ("【BC】", (1, 2)),
        ("**B**", (1,)),
        ("ABCDE。", (0, 1, 2, 3, 4)),
        ("B项", (1,)),
        ("Ⓐ", (0,)),
        ("ⒶⒸ", (0, 2)),
        ("①", (0,)),
        ("①③", (0, 2)),
        ("①、③", (0, 2)),
        ("ア", (0,)),
        ("イ、ウ", (1, 2)),
        ("ㄱ, ㄴ", (0, 1)),
        ("ㄷ", (2,)),
        ("가", (0,)),
        ("나, 다", (1, 2)),
        ("㉮", (0,)),
        ("Б", (1,)),
        ("а, г", (0, 3)),
        ("АВС", (0, 1, 2)),
        ("С", (2,)),
        ("АD", (0, 3)),
        ("α", (0,)),
        ("γ", (2,)),
        ("乙", (1,)),
        ("甲丙", (0, 2)),
        # no letters
        ("AB型血", None),
        ("", None),
        ("  ", None),
        ("、、", None),
        ("AA", None),
        ("A lot", None),
        ("and", None),
        ("NB", None),
        ("NO", None),
        ("OK", None),
        ("Ab", None),
        ("a1", None),
        ("A-D", None),
        ("A或C", None),
        ("1", None),
        ("①①", None),
        ("苹果", None),
        ("사과", None),
        ("あい", None),
        ("Вега", None),
        ("\ud800", None),
        ("A\0B", None),
    ],
)
def test_letters(text: str, indices: tuple[int, ...] | None) -> None:
    assert read_letters(text) == indices


TRUE = (
    "√ ✓ ✔ ✔️ ☑ ✅ 对 正确 是 真 T t True TRUE Y Yes 正 對 正確 ○ Richtig Vrai Verdadero Cierto V Верно Правда Да 맞다 O 正しい "
    "（√） 对。 (T) 【正确】 此说法正确 该题说法正确。 说法是对的 正确的 sí"
)
FALSE = (
    "× ✗ ✘ X x ✕ ❌ 错 错误 否 假 F f False FALSE N No 误 錯 錯誤 Falsch Faux Falso Неверно Ложь Нет 틀리다 誤り "
    "（×） 错。 (F). 不正确 不对 此说法错误 本题错误 错的 这句话不对 Não"
)
NEITHER = ("A", "B", "对象", "是的吗", "Nobody", "错别字", "1", "0", "？")


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        *((word, True) for word in TRUE.split()),
        *((word, False) for word in FALSE.split()),
        *((word, None) for word in NEITHER),
        ("", None),
        ("No one knows", None),
        ("正" * 50, None),
    ],
)
def test_truth(text: str, truth: bool | None) -> None:
    assert read_truth(text) == truth


@pytest.mark.parametrize(
    ("text", "options", "kind", "choice", "rest"),
    [
        ("C", FRUIT, None, (2,), ""),
        ("ac", FRUIT, None, (0, 2), ""),
        ("C. 葡萄", FRUIT, None, (2,), "葡萄"),
        ("C、葡萄", FRUIT, "single", (2,), "葡萄"),
        ("C 葡萄", FRUIT, "single", (2,), "葡萄"),
        ("C葡萄", FRUIT, "single", (2,), "葡萄"),
        ("c 葡萄", FRUIT, "single", (2,), "葡萄"),
        ("D 买来冷藏", FRUIT, None, (3,), "买来冷藏"),
        ("D P75", FRUIT, None, (3,), "P75"),
        ("D（P75）", FRUIT, None, (3,), "（P75）"),
        ("AC:苹果; 葡萄;", FRUIT, "multiple", (0, 2), "苹果; 葡萄;"),
        ("A、苹果 C、葡萄", FRUIT, "multiple", (0, 2), "苹果 C、葡萄"),
        ("A. 苹果\nC. 葡萄", FRUIT, "multiple", (0, 2), "苹果\nC. 葡萄"),
        ("B。因为它是黄的", FRUIT, None, (1,), "因为它是黄的"),
        ("B 解析：它是黄的", FRUIT, None, (1,), "它是黄的"),
        ("B【解析】它是黄的", FRUIT, None, (1,), "它是黄的"),
        ("B解析：它是黄的", FRUIT, None, (1,), "它是黄的"),
        ("B\n解析：它是黄的\n皮厚", FRUIT, None, (1,), "它是黄的\n皮厚"),
        ("A, C. Explanation: they float", FRUIT, None, (0, 2), "they float"),
        ("（B）它是黄的", FRUIT, None, (1,), "它是黄的"),
        ("选C", FRUIT, None, (2,), ""),
        ("答案：C", FRUIT, None, (2,), ""),
        ("Option B", FRUIT, None, (1,), ""),
        ("香蕉", FRUIT, None, (1,), ""),
        ("苹果┋西瓜", FRUIT, "multiple", (0, 3), ""),
        ("['苹果', '西瓜']", FRUIT, "multiple", (0, 3), ""),
        ("全选", FRUIT, "multiple", (0, 1, 2, 3), ""),
        ("以上都对", FRUIT, "multiple", (0, 1, 2, 3), ""),
        ("以上都对", ("苹果", "香蕉", "以上都是"), None, (2,), ""),
        ("All of the above.", BIRDS, "multiple", (0, 1, 2, 3), ""),
        ("an owl hunts at night.", BIRDS, "single", (1,), ""),
        ("B) An owl hunts at night", BIRDS, "single", (1,), "An owl hunts at night"),
        ("Storks build on …", BIRDS, "single", (3,), ""),
        ("①③", FRUIT, None, (0, 2), ""),
        ("②③", ("①②", "②③"), "single", (1,), ""),
        ("2", ("3", "2", "7"), "single", (1,), ""),
        ("A", (), "single", (0,), ""),
        ("A", (), None, (0,), ""),
        ("AC", (), None, (0, 2), ""),
        ("B. 香蕉", (), None, (1,), "香蕉"),
        ("В", ("красный", "синий", "белый"), None, (1,), ""),
        ("б", ("красный", "синий", "белый"), None, (1,), ""),
    ],
)
def test_choice(text: str, options: tuple[str, ...], kind: FoundKind | None, choice: tuple[int, ...], rest: str) -> None:
    answer = read_answer(text, options, kind)
    assert (answer.choice, answer.rest, answer.text) == (choice, rest, text)
    if text != "В":
        assert not answer.doubt


@pytest.mark.parametrize(
    ("text", "options", "kind", "choice", "doubt"),
    [
        ("E", FRUIT, None, (4,), "answer letter E, but there are 4 options"),
        ("AE", FRUIT, "multiple", (0, 4), "answer letter E, but there are 4 options"),
        ("AB", FRUIT, "single", (0, 1), "single choice, but the answer is AB"),
        ("2", FRUIT, None, (1,), "answer is a number"),
        ("2,3", FRUIT, None, (1, 2), "answer is a number"),
        ("3", ("2", "3", "4"), "single", (1,), "answer is a number"),
        ("5", FRUIT, None, None, "answer fits no option"),
        ("梨", FRUIT, None, None, "answer fits no option"),
        ("苹果┋梨", FRUIT, "multiple", None, "answer fits no option"),
        ("A或C", FRUIT, "single", None, "answer fits no option"),
        ("C. 香蕉", FRUIT, "single", (2,), "answer says C, but its text is option B"),
        ("A", ("B", "A"), "single", (0,), "answer is an option's letter and another option's text"),
        ("A lot of noise", BIRDS, "single", (0,), "answer may be a letter or a text"),
        ("B", ("красный", "синий", "белый"), None, (1,), ""),
        ("В", ("красный", "синий", "белый"), None, (1,), "answer letter B: Latin, or Cyrillic in Russian order?"),
        ("随便", (), "single", None, "answer is no option letter"),
        ("也许", (), "truefalse", None, "answer is neither true nor false"),
        ("A", (), "truefalse", None, "answer is the letter A, but there are no options"),
    ],
)
def test_doubt(text: str, options: tuple[str, ...], kind: FoundKind | None, choice: tuple[int, ...] | None, doubt: str) -> None:
    answer = read_answer(text, options, kind)
    assert (answer.choice, answer.doubt) == (choice, doubt)


YES_NO = ("对", "错")


@pytest.mark.parametrize(
    ("text", "options", "kind", "truth", "choice", "rest"),
    [
        ("对", YES_NO, None, True, (0,), ""),
        ("错误", YES_NO, "truefalse", False, (1,), ""),
        ("A", YES_NO, "truefalse", True, (0,), ""),
        ("A", ("错误", "正确"), "truefalse", False, (0,), ""),
        ("F", YES_NO, "single", False, (1,), ""),
        ("B. 错", YES_NO, "truefalse", False, (1,), "错"),
        ("T", ("True", "False"), None, True, (0,), ""),
        ("√", (), "truefalse", True, None, ""),
        ("1", (), "truefalse", True, None, ""),
        ("0", (), "truefalse", False, None, ""),
        ("错，应为冬天", (), "truefalse", False, None, "应为冬天"),
        ("× 应为冬天", (), "truefalse", False, None, "应为冬天"),
        ("×应为冬天", (), "truefalse", False, None, "应为冬天"),
        ("错误（应为冬天）", (), "truefalse", False, None, "（应为冬天）"),
        ("F 解析：应为冬天", (), "truefalse", False, None, "应为冬天"),
        ("False - it melts", (), "truefalse", False, None, "it melts"),
        ("（√）", (), None, True, None, ""),
        ("错误", (), None, False, None, ""),
        ("F", (), None, False, (5,), ""),
        ("T", (), None, True, None, ""),
        ("X", (), None, False, None, ""),
        ("No one knows why", (), None, None, None, ""),
    ],
)
def test_true_or_false(
    text: str, options: tuple[str, ...], kind: FoundKind | None, truth: bool | None, choice: tuple[int, ...] | None, rest: str
) -> None:
    answer = read_answer(text, options, kind)
    assert (answer.truth, answer.choice, answer.rest, answer.doubt) == (truth, choice, rest, "")


@pytest.mark.parametrize("kind", ["cloze", "short", "case"])
def test_free_text_stays(kind: FoundKind) -> None:
    assert read_answer(" A ", (), kind) == (None, None, "A", "", "")


@pytest.mark.parametrize("text", ["", " \n"])
def test_no_answer(text: str) -> None:
    assert read_answer(text, FRUIT, "single") == (None, None, "", "", "")
