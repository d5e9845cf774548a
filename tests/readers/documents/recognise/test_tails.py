"""What stands behind the last question of a bank, and titles that begin the next."""

from __future__ import annotations

import pytest

from deckpress.readers.documents.containers import read_bytes_document
from deckpress.readers.documents.recognise import recognise
from deckpress.readers.documents.recognise.result import Reading

BANK = "1.浇花最好在什么时候？（A）\nA.清晨 B.正午\n2.多肉植物喜欢（B）。\nA.积水 B.阳光\n3.换盆一般在（A）进行。\nA.春天 B.寒冬\n"
ENGLISH = "".join(f"{n}. Who digs {what}?\nA. Moles\nB. Fish\nAnswer: A\n" for n, what in enumerate(("holes", "hills", "halls"), 1))


def read(text: str) -> Reading:
    return recognise(read_bytes_document(text.encode(), "bank.txt"))


@pytest.mark.parametrize(
    ("bank", "behind"),
    [
        (BANK, "阳台公约\n第一条 花盆不得放在窗台外面。\n第二条 浇水时注意楼下的行人。\n本公约自公布之日起施行。\n"),
        (BANK, "种花心得\n今年春天我种了许多花，也学到了不少东西。\n1、种子要先泡一夜。\n2、花盆底下要垫瓦片。\n"),
        (ENGLISH, "A visit to the nursery\nThe nursery opens at seven. It sells 300 kinds of herbs, and tea.\nBring your own pots.\n"),
    ],
)
def test_an_article_behind_the_last_question_is_left_out(bank: str, behind: str) -> None:
    reading = read(f"{bank}\n{behind}")
    assert len(reading.questions) == 3
    assert not any(found.explanation for found in reading.questions)
    assert sum(piece.role == "article" for piece in reading.pieces) >= 2


@pytest.mark.parametrize("gap", ["", "\n"])
def test_paragraphs_that_all_questions_have_stay(gap: str) -> None:
    text = "".join(f"{n}. Plant {n} grows\nA. up\nB. down\nAnswer: A\n{gap}It is drawn to light {n} hours a day.\n" for n in range(1, 6))
    assert [bool(found.explanation) for found in read(text).questions] == [True] * 5


def test_the_paragraphs_of_the_last_free_answer_stay() -> None:
    text = "".join(f"{n}、怎样照看第{n}盆花？\n答案：先看土，再浇水。\n" for n in range(1, 5)) + "\n最后还要记录当天的温度和浇水的次数。\n"
    assert str(read(text).questions[-1].answer).endswith("次数。")


@pytest.mark.parametrize("title", ["阳台种花知识", "阳台种花知识（第 3 套）"])
@pytest.mark.parametrize("gap", ["", "\n"])
def test_the_title_of_a_copy_is_of_no_question(title: str, gap: str) -> None:
    bank = f"{title}\n" + "".join(f"{n}、第{n}种花什么时候开？\nA、春天\nB、冬天\n答案：A\n【解释】：天气暖和。\n" for n in range(1, 5))
    reading = read(f"{bank}{gap}{bank}")
    assert [found.explanation for found in reading.questions] == ["天气暖和。"] * 8


def test_a_copy_without_a_title_is_found() -> None:
    bank = "".join(f"{n}\n2分\n第{n}盆花应当放在哪里？\nA\n阳台\nB\n冰箱\n正确答案：A\n\n" for n in range(1, 5))
    reading = read(bank.rstrip() + "\n" + bank)
    assert [found.options for found in reading.questions] == [["阳台", "冰箱"]] * 8


def test_classes_of_questions_are_headings() -> None:
    first = "第一类：养护\n1、怎样浇花？\n答案：见干见湿。\n2、怎样施肥？\n答案：薄肥勤施。\n"
    reading = read(f"{first}第二类：修剪\n3、怎样打顶？\n答案：剪去顶芽。\n")
    assert [found.answer for found in reading.questions] == ["见干见湿。", "薄肥勤施。", "剪去顶芽。"]


def test_classes_inside_an_answer_stay() -> None:
    reading = read("1、花盆有哪几种？\n答案：\n第一类：陶盆\n第二类：瓷盆\n2、怎样选花盆？\n答案：看植物。\n")
    assert "第二类" in str(reading.questions[0].answer)


def test_a_site_label_above_each_question_is_no_stem() -> None:
    text = "".join(f"Question #{n}      Topic {n}\n\nWhich soil suits plant {n}?\n\nA. Sand\nB. Clay\n\nAnswer: A\n\n" for n in range(1, 6))
    assert [found.stem for found in read(text).questions] == [f"Which soil suits plant {n}?" for n in range(1, 6)]


def test_page_marks_and_section_numbers_in_running_text() -> None:
    text = (
        "一、单选题(共2题)1.花盆底部的孔用来( )。A.排水B.装饰答案:A解析:防止积水。第2页 2.浇水的时间最好是( )。A.清晨B.正午答案:A"
        "二、判断题(共1题)1.花不需要光。( )答案:错误三、多选题(共1题)1.花盆的材料有( )。A.陶B.瓷C.冰答案:AB"
    )
    assert [found.explanation for found in read(text).questions] == ["防止积水。", "", "", ""]
