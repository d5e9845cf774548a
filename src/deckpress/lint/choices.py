"""Rules about choices: what tells the right option to somebody who knows nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from deckpress.lint.measure import CJK, Share, blanks_of, columns, letter_shares, longest_is_right, prose, words_of
from deckpress.lint.rules import Finding, Setting, live
from deckpress.model import Bank, Cloze, Multiple, Single

__all__ = ["answer_balance", "answer_in_stem", "longest_answer", "often_longest"]

_FEWEST = 8
"""Questions below which the spread of letters is chance."""
_SURE, _VERY_SURE = 2.0, 2.5
"""Standard deviations from which a spread is no chance; the larger for several right options."""
_OFTEN, _SELDOM = 1.6, 0.4
_MULTIPLE_OFF = 0.2
_LONGER, _LONGER_THAN_NEXT, _LONGER_BY = 1.5, 1.2, 10
_OFTEN_LONGEST = 1.6


def answer_balance(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """The right answer stands much more often, or seldomer, under one letter than under the others.

    Whoever guesses learns to guess 'B'. Cards shuffle the options, but a print-out, another program and the author's own eye don't. Counted
    over the single choices of a bank (8 or more), with as many options as each has: a letter is named where it is right more than 1.6 times
    as often as chance would have it, or less than 0.4 times, and by two standard deviations. For several right options the share of a
    letter must be off by a fifth and by 2.5 standard deviations.

    Passes:

        - {stem: 'What do you say first?', options: [your name, the price, goodbye, nothing], answer: A}
        - {stem: 'Who pays the postage?', options: [the buyer, the shop, the post, nobody], answer: B}
        - {stem: 'Which form is blue?', options: [return, order, refund, repair], answer: C}
        - {stem: 'When do you call back?', options: [at noon, today, never, in a week], answer: B}
        - {stem: 'Who signs for it?', options: [a clerk, the buyer, the driver, a guest], answer: D}
        - {stem: 'Where is the seal?', options: [left, right, below, above], answer: C}
        - {stem: 'What is weighed?', options: [the box, the hand, the desk, the bill], answer: A}
        - {stem: 'Which key is kept?', options: [red, green, white, black], answer: D}

    Fails:

        - {stem: 'What do you say first?', options: [the price, your name, goodbye, nothing], answer: B}
        - {stem: 'Who pays the postage?', options: [the buyer, the shop, the post, nobody], answer: B}
        - {stem: 'Which form is blue?', options: [order, return, refund, repair], answer: B}
        - {stem: 'When do you call back?', options: [at noon, today, never, in a week], answer: B}
        - {stem: 'Who signs for it?', options: [a clerk, the buyer, the driver, a guest], answer: B}
        - {stem: 'Where is the seal?', options: [left, right, below, above], answer: C}
        - {stem: 'What is weighed?', options: [the box, the hand, the desk, the bill], answer: A}
        - {stem: 'Which key is kept?', options: [red, green, white, black], answer: B}
    """
    singles = [question for question in live(bank) if isinstance(question, Single) and not question.keep_order]
    multiples = [question for question in live(bank) if isinstance(question, Multiple) and not question.keep_order]
    off = [
        share
        for share in letter_shares(singles)
        if share.of >= _FEWEST and abs(share.surprise) >= _SURE and not _SELDOM < share.ratio < _OFTEN
    ]
    if off:
        yield _balance("single choices", off)
    off = [
        share
        for share in letter_shares(multiples)
        if share.of >= _FEWEST and abs(share.surprise) >= _VERY_SURE and abs(share.found - share.expected) >= _MULTIPLE_OFF * share.of
    ]
    if off:
        yield _balance("choices with several right options", off)


def _balance(kind: str, shares: list[Share]) -> Finding:
    said = ", ".join(f"{share.name} {share.found} of {share.of} times, where {share.expected:.0f} would be even" for share in shares)
    return Finding(
        message=f"the right answers of the {kind} are spread unevenly: {said}", hint="put options of some questions in another order"
    )


_ALL = re.compile(r"\s*(?:以上|上述|all |both |none |neither )", re.I)


def longest_answer(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """The right option is much longer than the others.

    Authors take care to make the right option right, and it grows. Whoever knows nothing picks the longest one. Named is a right option 1.5
    times as long as the others on average, 1.2 times as long as the next one, and 10 columns longer (a Chinese character takes two). With
    several right options, all of them must be longer than all others like that. "All of these" and the like is left alone.

    Passes:

        - stem: What do you do first when a customer shouts?
          options: [listen until the end, explain the rules, call a colleague, put the phone down]
          answer: A

    Passes, as a few letters more give nothing away:

        - {stem: 'Which colour has the form?', options: [red, blue, dark green], answer: C}

    Fails:

        - stem: What do you do first when a customer shouts?
          options: [explain, listen until the end and then say what you have understood, apologise, hang up]
          answer: B
    """
    for question in live(bank):
        if isinstance(question, (Single, Multiple)) and question.answer and len(question.answer) < len(question.options):
            widths = [columns(option.text) for option in question.options]
            right = [widths[index] for index in question.answer]
            wrong = [width for index, width in enumerate(widths) if index not in question.answer]
            mean = sum(wrong) / len(wrong)
            least = min(right)
            if any(_ALL.match(question.options[index].text) for index in question.answer):
                continue
            if least >= _LONGER * mean and least >= _LONGER_THAN_NEXT * max(wrong) and least >= max(wrong) + _LONGER_BY:
                several = "options are" if len(right) > 1 else "option is"
                yield Finding(
                    question=question,
                    word=question.options[question.answer[0]].text,
                    message=f"the right {several} much longer than the others ({least} columns, they have {mean:.0f} on average)",
                    hint="move the reasons to the explanation, or make the other options as exact",
                )


def often_longest(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """The right option is the longest one in too many questions of a bank.

    Even where no single question gives itself away, 'take the longest' must not pay. Counted over the single choices of a bank (8 or more):
    named where the right one is longest more than 1.6 times as often as chance would have it, and by two standard deviations.

    Passes:

        - {stem: 'What do you say first?', options: [your name, the full price, goodbye, nothing], answer: A}
        - {stem: 'Who pays the postage?', options: [the buyer, the shop, the post, nobody], answer: B}
        - {stem: 'Which form is blue?', options: [return, order, refund, repairs], answer: C}
        - {stem: 'When do you call back?', options: [at noon, today, never, in a week], answer: B}
        - {stem: 'Who signs for it?', options: [a clerk, the buyer, the driver, a guest], answer: C}
        - {stem: 'Where is the seal?', options: [left, right, below, above it], answer: A}
        - {stem: 'What is weighed?', options: [the box, the hand, the desk, the bill], answer: A}
        - {stem: 'Which key is kept?', options: [red, green, yellow, black], answer: D}

    Fails:

        - {stem: 'What do you say first?', options: [your full name, the price, goodbye, nothing], answer: A}
        - {stem: 'Who pays the postage?', options: [the buyer, the old shop, the post, nobody], answer: B}
        - {stem: 'Which form is blue?', options: [return, order, refunding, repair], answer: C}
        - {stem: 'When do you call back?', options: [at noon, the same day, never, in a week], answer: B}
        - {stem: 'Who signs for it?', options: [a clerk, a buyer, the driver, a guest], answer: C}
        - {stem: 'Where is the seal?', options: [left side, right, below, above], answer: A}
        - {stem: 'What is weighed?', options: [the box, the hand, the desk, the bills], answer: D}
        - {stem: 'Which key is kept?', options: [red, green, white, black one], answer: D}
    """
    share = longest_is_right([question for question in live(bank) if isinstance(question, Single)])
    if share.of >= _FEWEST and share.surprise >= _SURE and share.ratio >= _OFTEN_LONGEST:
        yield Finding(
            message=f"the right option is the longest in {share.found} of {share.of} choices; chance would be {share.expected:.0f}",
            hint="shorten right options, or make wrong ones as exact",
        )


_EMPTY = "的了是在和与與或及为為对對把被有不时時要将將会會能可就也都而以于於从從由向到等这這那其它他她你我们們吗嗎呢吧"
"""Characters that say too little to give an answer away."""
_HAN = re.compile(f"[{CJK}]+")
_WORD = re.compile(r"[A-Za-z]{8,}")
_COMMON = frozenset({"customer", "customers", "describes", "following", "question", "sentence", "somebody", "something", "statement"})
_TELLING_COLUMNS = 4
_LONG_ENOUGH, _WHOLE = 4, 3
_LONGEST, _CARDS = 2_000, 20
"""Characters of a stem or option, and cards of a blank, that are looked at."""
_SENTENCE = re.compile(r"(?<=[。！!；;\n])|(?<=[.?？] )|(?<=[.?？！!。][”」\"])")
_SUBJECT, _SUBJECT_LEAST = 0.03, 4
_NEGATIVE = re.compile(
    r"错误|錯誤|不(?:正[确確]|[对對是应應宜]|属于|屬於|包括|恰[当當]|合[适適])|有[误誤]|除外"
    r"|\b(?:not|except|incorrect|wrong|false|least)\b",
    re.I,
)


def answer_in_stem(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """The stem gives the answer away: words of it stand in the right option alone, or beside the blank.

    In a single choice: Chinese characters on end (four, or three that are a third of the option), or a word of eight letters, that the
    last sentence of the stem and the right option share and no other option has. Not named where a wrong option echoes the stem as well,
    where the stem asks for what is wrong, and where the words stand in many stems of the bank, being its subject. In a fill-in: the
    answer of a blank that can be read elsewhere on its card, figures excepted.

    Passes, as a wrong option echoes the stem too:

        - stem: 客户说“先退货，再谈赔偿”，客服应当先做什么？
          options: [说明退货流程, 先谈赔偿方案, 请对方写评价, 转给财务部门]
          answer: A

    Passes:

        - stem: 接到投诉时，最先要做的是什么？
          options: [耐心倾听, 解释规定, 提出方案, 填写表格]
          answer: A

    Passes, as the words belong to the situation:

        - stem: 某快递通常两天到货，遇到坏天气要三天。客户问多久能到，哪句回答最好？
          options: [明天就到, '通常两天，最迟三天', 不好说, 大概十天]
          answer: B

    Fails:

        - stem: 客户关系管理系统的核心是什么？
          options: [服务器的性能, 以客户关系为中心的理念, 漂亮的界面, 低廉的价格]
          answer: B

    Passes, as each blank has a card of its own on which it is hidden:

        - stem: '{{c1::倾听}}之后是复述；{{c1::倾听}}时不插话。'

    Fails:

        - stem: '{{倾听}}是沟通的基础，善于倾听的人更受信任。'
    """
    questions = live(bank)
    singles = [question for question in questions if isinstance(question, Single)]
    counts = Counter(gram for question in singles for gram in _grams(prose(question.stem[:_LONGEST]), 3))
    most = max(_SUBJECT_LEAST, _SUBJECT * len(singles))
    subject = {gram for gram, count in counts.items() if count > most}
    for question in questions:
        if isinstance(question, Single) and question.answer and len(question.options) > 2 and not _NEGATIVE.search(question.stem):
            yield from _in_choice(question, subject)
        elif isinstance(question, Cloze):
            yield from _in_blanks(question)


def _in_choice(question: Single, subject: set[str]) -> Iterator[Finding]:
    stem = prose(question.stem[:_LONGEST])
    options = [option.text[:_LONGEST] for option in question.options]
    right = question.answer[0]
    asked = _asked(stem)
    long, short = _grams(asked, 3) - subject, _grams(stem, 2)
    rest = [option for index, option in enumerate(options) if index != right]
    shared = {gram for gram in _grams(options[right], 3) & long if not any(gram in option for option in rest)}
    if not shared:
        return
    for index, option in enumerate(options):
        others = [other for at, other in enumerate(options) if at != index]
        if index != right and any(not any(gram in other for other in others) for gram in _grams(option, 2) & short):
            return
    grown = [_grown(gram, asked.lower(), options[right].lower()) for gram in sorted(shared)]
    word = max(grown, key=len)
    if not word.isascii() and len(word) < _LONG_ENOUGH and _WHOLE * len(word) < len(options[right]):
        return
    yield Finding(
        question=question,
        word=options[right],
        message=f"'{word}' of the stem stands in the right option alone",
        hint="say it in other words in one of the two, or let a wrong option echo it as well",
    )


def _asked(stem: str) -> str:
    """The last sentence of a stem: what stands before tells a situation, to which a right option may well refer."""
    sentences = [sentence for sentence in _SENTENCE.split(stem) if any(character.isalpha() for character in sentence)]
    return sentences[-1] if sentences else stem


def _grams(text: str, size: int) -> set[str]:
    """Runs of Chinese characters that mean something, and long words."""
    found = {word for word in _WORD.findall(text.lower()) if word not in _COMMON}
    for run in _HAN.findall(text):
        for at in range(len(run) - size + 1):
            gram = run[at : at + size]
            if not any(character in _EMPTY for character in gram):
                found.add(gram)
    return found


def _grown(gram: str, stem: str, option: str) -> str:
    """The longest text that both hold around a gram."""
    start = option.find(gram)
    end = start + len(gram)
    while start > 0 and option[start - 1 : end] in stem:
        start -= 1
    while end < len(option) and option[start : end + 1] in stem:
        end += 1
    return option[start:end].strip()


def _in_blanks(question: Cloze) -> Iterator[Finding]:
    for blank in blanks_of(question.content):
        answer = prose(words_of(blank.content)).strip()
        if columns(answer) < _TELLING_COLUMNS or not any(character.isalpha() for character in answer):
            continue
        edge = r"(?<![A-Za-z0-9])" if answer[0].isascii() else "", r"(?![A-Za-z0-9])" if answer[-1].isascii() else ""
        pattern = re.compile(f"{edge[0]}{re.escape(answer)}{edge[1]}", re.I)
        cards = [number for number in blank.numbers[:_CARDS] if pattern.search(prose(words_of(question.content, number)))]
        if cards:
            yield Finding(
                question=question,
                word=answer,
                message=f"the answer '{answer[:40]}' can be read elsewhere on its card (c{cards[0]})",
                hint=f"give both blanks the number c{cards[0]}, or say it in other words",
            )
            return
