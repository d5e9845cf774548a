"""Rules about true or false."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import sqrt

from deckpress.lint.measure import prose
from deckpress.lint.rules import Finding, Setting, live
from deckpress.model import Bank, TrueFalse

__all__ = ["absolute_word", "truefalse_balance"]

_FEWEST = 8
_SURE = 2.0
_MOSTLY = 0.6
_TELLING = 2 / 3
_DENIED = "".join(
    f"(?<!{word})" for word in ("不", "未", "非", "[没沒]", "不[是能会會]", "[并並]非", "不等[于於]", "不代表", "不意味着", "[没沒]有")
)
_ABSOLUTE = re.compile(
    rf"{_DENIED}(一定(?!的?[程范範水条條比时時数數期限])|必[须須然定]|[绝絕][对對]|永[远遠]|[从從][来來]?不|[决絕绝]不|任何情[况況]下?|任何人都|完全"
    r"|毫[无無]例外|[无無]一例外|只要[^，。；,]{1,24}[，,]?[^，。；,]{0,12}就|凡是|一律|百分之百|[万萬][无無]一失)"
    r"|(?<!not )(?<!n't )(?<!nearly )(?<!almost )\b(always|never|absolutely|completely|entirely|under no circumstances|in every case"
    r"|without exception|must|everyone|nobody|guarantees?|impossible)\b",
    re.I,
)
_QUOTED = re.compile(r"“[^”]{0,200}”|「[^」]{0,200}」|『[^』]{0,200}』|‘[^’]{0,200}’|\"[^\"]*\"")


def absolute_word(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """A false statement holds an absolute word ('always', 必须, 绝对), and in this bank such words mean 'false'.

    Hardly anything is always so, and learners know it: they read the word, not the statement. Words in quotation marks and behind a
    negation don't count. Nothing is named where a third or more of the bank's statements with such a word are true: then the word tells
    nothing.

    Passes, as the word is denied:

        - {stem: 满意的客户不一定是忠诚的客户。, answer: true}
        - {stem: 满意与忠诚并非绝对一致。, answer: false}

    Passes, as others with such words are true:

        - {stem: 回访前必须核对客户的预约记录。, answer: true}
        - {stem: 客服必须在当天写完所有小结。, answer: false}

    Passes, as somebody is quoted:

        - {stem: 客户说“你们必须赔我”时，客服可以先表示理解。, answer: false}

    Fails:

        - {stem: 只要道歉及时，客户就会原谅企业。, answer: false}
        - {stem: A complaint must always be answered by the manager., answer: false}
    """
    having = [
        (question, found[0])
        for question in live(bank)
        if isinstance(question, TrueFalse)
        and question.answer is not None
        and (found := _ABSOLUTE.search(_QUOTED.sub(" ", prose(question.stem))))
    ]
    wrong = [(question, word) for question, word in having if not question.answer]
    if wrong and len(wrong) > _TELLING * len(having):
        for question, word in wrong:
            yield Finding(
                question=question,
                word=word,
                message=f"'{word}' tells that the statement is false",
                hint="say what is wrong without an absolute word, or have true statements with such words too",
            )


def truefalse_balance(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """A bank has many more true statements than false ones, or the reverse.

    Named from 8 statements on, where more than 60 in a hundred are of one sort, by two standard deviations more than even.

    Passes:

        - {stem: A return needs a receipt., answer: true}
        - {stem: The post is closed on Sunday., answer: true}
        - {stem: A refund takes a day., answer: false}
        - {stem: The form is blue., answer: true}
        - {stem: The key is red., answer: false}
        - {stem: The seal is on the left., answer: true}
        - {stem: The buyer pays the postage., answer: true}
        - {stem: A clerk signs for it., answer: false}

    Fails:

        - {stem: A return needs a receipt., answer: true}
        - {stem: The post is closed on Sunday., answer: true}
        - {stem: A refund takes a day., answer: true}
        - {stem: The form is blue., answer: true}
        - {stem: The key is red., answer: false}
        - {stem: The seal is on the left., answer: true}
        - {stem: The buyer pays the postage., answer: true}
        - {stem: A clerk signs for it., answer: true}
    """
    answers = [question.answer for question in live(bank) if isinstance(question, TrueFalse) and question.answer is not None]
    right = sum(answers)
    most = max(right, len(answers) - right)
    if len(answers) >= _FEWEST and most > _MOSTLY * len(answers) and 2 * most - len(answers) >= _SURE * sqrt(len(answers)):
        yield Finding(
            message=f"{right} of {len(answers)} statements are true and {len(answers) - right} are false",
            hint="turn some statements round",
        )
