"""Lines of the page and the site: what is taken for them, and what never is."""

from __future__ import annotations

import pytest

from deckpress.readers.documents.containers import read_bytes_document
from deckpress.readers.documents.recognise import recognise
from deckpress.readers.documents.recognise.result import Reading


def read(text: str) -> Reading:
    return recognise(read_bytes_document(text.encode(), "bank.txt"))


def furniture(text: str) -> list[str]:
    document = read_bytes_document(text.encode(), "bank.txt")
    return [document.lines[piece.line].text.strip() for piece in recognise(document).pieces if piece.role == "furniture"]


QUESTION = "{0}. Which plant number {0} needs the most water?\nA. Cactus {0}\nB. Fern {0}\n{1}C. Aloe {0}\nAnswer: B\n{2}"


def paper(inside: str, below: str, count: int = 4) -> str:
    return "".join(QUESTION.format(n, inside.format(n), below.format(n)) for n in range(1, count + 1))


@pytest.mark.parametrize(
    ("inside", "below"),
    [
        ("", "Window sill plants      Page {}\n"),
        ("Window sill plants      Page {}\n", ""),
        ("", "Page {}\nThe window sill quiz\n"),
        ("", "第 {} 页 共 4 页\n窗台植物养护资料        园艺部\n"),
        ("窗台植物养护资料        园艺部\n— {} —\n", ""),
        ("", "\n                              {}\nThe window sill quiz\n\n"),
        ("", "扫码关注我们\n更多题库请访问 www.plants.example\n"),
    ],
)
def test_running_titles_and_page_numbers_cling_to_no_question(inside: str, below: str) -> None:
    reading = read(paper(inside, below))
    assert [found.options for found in reading.questions] == [[f"Cactus {n}", f"Fern {n}", f"Aloe {n}"] for n in range(1, 5)]
    assert not any(found.explanation or found.review for found in reading.questions)


def test_a_title_that_returns_between_options_is_furniture_without_page_numbers() -> None:
    text = "".join(QUESTION.format(n, "The window sill quiz\n" if n in (2, 5, 8) else "", "") for n in range(1, 10))
    assert furniture(text) == ["The window sill quiz"] * 3


@pytest.mark.parametrize("line", ["All of these plants", "对", "True"])
def test_options_and_answers_that_come_back_stay(line: str) -> None:
    text = "".join(f"{n}. Plant {n} likes the shade of\nA. trees {n}\nB. {line}\nAnswer: A\n" for n in range(1, 9))
    assert furniture(text) == []
    assert {found.options[1] for found in read(text).questions if found.options} <= {line}


@pytest.mark.parametrize(
    "debris",
    [
        "Flag question",
        "Report content errors",
        "Next page",
        "END OF PAPER",
        "标记试题",
        "获得2.00分中的2.00分",
        "下一题",
        "12 votes",
        "Seite 2 von 3",
        "Back",
    ],
)
def test_debris_of_platforms(debris: str) -> None:
    first = f"1. Where does moss grow?\nA. In the shade\nB. On the moon\nAnswer: A\n{debris}\n"
    reading = read(f"{first}2. Where do cacti grow?\nA. Deserts\nB. Seas\nAnswer: A\n")
    assert [(found.stem, found.options, found.explanation) for found in reading.questions] == [
        ("Where does moss grow?", ["In the shade", "On the moon"], ""),
        ("Where do cacti grow?", ["Deserts", "Seas"], ""),
    ]


def test_a_word_of_a_button_may_be_an_option() -> None:
    text = "1. Which side of the leaf breathes?\nFront\nBack\nAnswer: Back\n2. Which side is green?\nFront\nBack\nAnswer: Front\n"
    assert furniture(text) == []


@pytest.mark.parametrize("line", ["(" * 50_000, "1.1" * 25_000, "A" * 50_000, " " * 50_000 + "x", "Page 1" * 10_000, "第" * 50_000])
def test_hostile_lines_are_read_in_linear_time(line: str) -> None:
    read(f"1. Why?\n{line}\n{line}\n2. How?\n")
