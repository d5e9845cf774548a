"""Rules about the texts of a question: its stem, its explanation, its length, its punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckpress.languages import CHINESE, words_language
from deckpress.lint.measure import CJK, blanks_of, columns, prose, texts_of, words_of
from deckpress.lint.rules import Finding, Setting, live
from deckpress.model import Bank, Case, Cloze, Multiple, Question, Short, Single

__all__ = ["long_answer", "missing_explanation", "mixed_punctuation", "open_stem", "unexplained"]


def missing_explanation(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """A question has no explanation.

    A card that only says 'wrong' teaches nothing. Notes on all options of a choice are an explanation, and so are the explanations or
    rubrics of all parts of a case.

    Passes:

        - stem: Butter helps against burns.
          answer: false
          explanation: It keeps the heat in.

    Passes, as every option is explained:

        - stem: What do you put on a burn?
          options: [{text: water, note: It cools.}, {text: butter, note: It keeps the heat in.}]
          answer: A

    Fails:

        - stem: Butter helps against burns.
          answer: false
    """
    for question in live(bank):
        if unexplained(question):
            yield Finding(
                question=question, message="the question has no explanation", hint="say why the answer is right and what misleads"
            )


def unexplained(question: Question) -> bool:
    """Whether nothing explains the answer of a question that has one."""
    if question.explanation.strip() or not question.answered:
        return False
    if isinstance(question, (Single, Multiple)):
        return not all(option.note.strip() for option in question.options)
    if isinstance(question, Case):
        return not all(part.explanation.strip() or part.rubric for part in question.parts)
    return True


_ANSWER, _PART, _POINTS, _ALL_POINTS, _BLANK, _OPTION = 280, 480, 5, 400, 48, 160


def long_answer(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """An answer is too long for a card.

    Nobody recalls half a page, and learners judge themselves unevenly on it. Sizes are in columns, of which a phone shows about 40 a line
    and a Chinese character takes two: 280 for a short answer, 480 for the model answer of a part of a case, 5 points in a list to be
    recalled and 400 columns for all of them, 48 for a blank, 160 for an option.

    Passes:

        - stem: 处理投诉时最先要做什么？
          answer: 先让客户把话说完，再表示理解。

    Passes:

        - stem: What does the ambulance service ask you?
          answer: [where it happened, what happened, how many are hurt, who is calling]

    Fails, with more points than one recalls:

        - stem: 电话礼仪有哪些要求？
          answer: [铃响三声内接听, 先报姓名, 语速适中, 复述要点, 让对方先挂, 记录时间, 备好纸笔]

    Fails, with a sentence in a blank:

        - stem: 服务补救是指{{企业在服务出现失误之后为了挽回客户而采取的一系列主动的补偿与改进措施}}。
    """
    for question in live(bank):
        for text, message, hint in _too_long(question):
            yield Finding(question=question, word=text.split("\n")[0][:60], message=message, hint=hint)
            break


def _too_long(question: Question) -> Iterator[tuple[str, str, str]]:
    """Texts that are too long, what is wrong with each and what to do."""
    split = "make it several questions, or one of order or fill-in"
    if isinstance(question, Short):
        yield from _points(question.answer, _ANSWER, "the answer", split)
    elif isinstance(question, Case):
        for part in question.parts:
            yield from _points(part.answer, _PART, f"the answer of part {part.key}", "leave details to the rubric or the explanation")
    elif isinstance(question, (Single, Multiple)):
        for option in question.options:
            if (width := columns(option.text)) > _OPTION:
                yield option.text, f"an option takes {width} columns (of {_OPTION})", "move reasons to the option's note"
    elif isinstance(question, Cloze):
        for blank in blanks_of(question.content):
            text = words_of(blank.content)
            if (width := columns(text)) > _BLANK:
                yield text, f"a blank takes {width} columns (of {_BLANK})", "hide the one word or figure that matters"


def _points(answer: tuple[str, ...], limit: int, what: str, hint: str) -> Iterator[tuple[str, str, str]]:
    widths = [columns(text) for text in answer]
    if len(answer) > _POINTS:
        yield answer[0], f"{what} has {len(answer)} points (of {_POINTS})", hint
    elif (total := sum(widths)) > (limit if len(answer) == 1 else max(limit, _ALL_POINTS)):
        yield answer[0], f"{what} takes {total} columns (of {limit if len(answer) == 1 else max(limit, _ALL_POINTS)})", hint


_ASKS = re.compile(
    r"[?？]|_{2,}|[（(]\s*[）)]|[:：…]\s*$|——\s*$"
    r"|^\s*[把将將用按试試]|哪|什么|什麼|何|谁|誰|多少|几[个種种項项點点步條条大]|幾|怎|为什么|是否|吗|嗎|呢|请|請"
    r"|(?:简|簡|描|概)述|概括|[列说說写寫指选選给給提算找画畫举舉挑][举舉出明]|解[释釋]|比[较較]|分析|谈谈|談談|[计計]算|判[断斷]|[设設][计計]|[评評][价價]|翻[译譯]|默[写寫]"
)
_ASKS_LATIN = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|name|list|explain|describe|define|give|state|choose|select|pick|complete|write|say"
    r"|translate|compare|outline|calculate|put|tell|decide|is|are|do|does|can|should)\b",
    re.I,
)
_ENDS = ".。!！”」"
_HAS_HAN = re.compile(f"[{CJK}]")


def open_stem(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """A stem ends without its question.

    The card shows a title or a sentence, and the learner doesn't know what is asked. A stem asks with a question mark, a word that asks
    or bids (哪, 什么, 简述, which, explain), a gap, or a colon at its end; in a choice also by stopping where the option goes on (…的是).
    Named are choices and Chinese short answers that end with a statement, and short answers and parts of cases that are a mere title.

    Passes:

        - stem: 首问负责制的核心要求是
          options: [谁接待谁跟到底, 谁空闲谁处理, 谁主管谁处理, 谁投诉谁举证]
          answer: A
        - {stem: 简述服务补救的步骤。, answer: 道歉、解决、补偿、跟进。}
        - {stem: The first step of a call is, options: [greeting, selling, closing], answer: A}

    Fails:

        - stem: 客户投诉时客服先让客户把话说完。
          options: [倾听, 解释, 道歉, 转接]
          answer: A
        - {stem: 服务补救, answer: 失误之后挽回客户的行动。}
    """
    for question in live(bank):
        if not question.answered:
            continue
        if isinstance(question, (Single, Multiple, Short)):
            stems = [question.stem]
        elif isinstance(question, Case):
            stems = [part.stem for part in question.parts]
        else:
            continue
        for stem in stems:
            if not _asks(stem, question):
                yield Finding(
                    question=question,
                    word=stem.strip().split("\n")[-1],
                    message="the stem ends without its question",
                    hint="end it with what is asked, and a question mark",
                )


def _asks(stem: str, question: Single | Multiple | Short | Case) -> bool:
    words = prose(stem).strip()
    if not words or _ASKS.search(words) or _ASKS_LATIN.search(words):
        return True
    ends = words[-1] in _ENDS
    if isinstance(question, (Single, Multiple)):
        return not ends
    return ends and (isinstance(question, Case) or not _HAS_HAN.search(words))


_HALF = re.compile(
    rf"[{CJK}][,;!?](?!\d)|[{CJK}]:(?!\d|/)|[{CJK}]\.(?=[{CJK}]|\s*$)|[{CJK}”’」』）》]\((?!\))|(?<=[{CJK}])\)|\((?=[{CJK}])|[{CJK}]\"|\"(?=[{CJK}])"
)
_FULL = re.compile(r"(?<=[A-Za-z0-9])[，。；：？！（）、]|[，。；：？！（）](?=\s?[A-Za-z])")
_SHOWN = 3


def mixed_punctuation(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """Half-width punctuation stands among Chinese characters, or full-width punctuation in another language.

    It looks like what it is, pasted together, and Anki's search finds one and not the other. In a Chinese bank a half-width mark beside a
    Chinese character counts; between Latin words, in figures, formulas, code and addresses it is right. In a bank of a language without
    full-width marks, a full-width one beside a Latin letter counts.

    Passes, as half-width marks stand in Latin text:

        language: zh-CN
        questions:
          - {stem: '平均处理时长（Average Handling Time, AHT）在 9:00 至 18:00 之间怎样计算？', answer: 见公式。}

    Fails:

        language: zh-CN
        questions:
          - {stem: '接听电话时,应先问好吗?', answer: 应当先问好。}

    Fails:

        language: en
        questions:
          - {stem: What do you say first？, answer: Your name.}
    """
    language = words_language(bank.language)
    if language in ("ja", "ko"):
        return
    chinese = language in CHINESE
    pattern, width = (_HALF, "half-width") if chinese else (_FULL, "full-width")
    for question in live(bank):
        found = [match for text in texts_of(question) for match in pattern.finditer(text if text.isalpha() else prose(text))]
        if not chinese:
            found = [match for match in found if not _HAS_HAN.search(match.string)]
        if found:
            places = list(dict.fromkeys(_around(match) for match in found))
            shown = " ".join(places[:_SHOWN]) + (" …" if len(places) > _SHOWN else "")
            yield Finding(
                question=question,
                word=places[0],
                message=f"{width} punctuation: {shown}",
                hint="write ，。；：？！（）“”" if chinese else "write , . ; : ? ! ( )",
            )


def _around(match: re.Match[str]) -> str:
    """A mark with a character on either side."""
    text = match.string
    return text[max(0, match.start() - (len(match[0]) == 1)) : match.end() + 1].strip()
