"""Why a person must look at an imported question, in the language of its document.

Recognition and the bank writer give their reasons in English; people who work in Chinese read them in Chinese, in the bank, on the card
and in the report. A reason without a translation stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from deckpress.languages import CHINESE, words_language

__all__ = ["reason_in"]

_N = r"(\d+)"
_REASONS: tuple[tuple[str, str, str], ...] = (
    ("no answer found", "没有找到答案", "沒有找到答案"),
    ("the question has no text", "题目没有文字", "題目沒有文字"),
    ("answer not understood: (.*)", "看不懂的答案：{}", "看不懂的答案：{}"),
    ("the marked option and the answer disagree", "标出的选项与答案不一致", "標出的選項與答案不一致"),
    ("the document gives no options", "文档没有给出选项", "文件沒有提供選項"),
    ("the answer in the question and the one below disagree", "题中的答案与下面的答案不一致", "題中的答案與下面的答案不一致"),
    (f"answer letter (.+), but there are {_N} options", "答案是 {}，但只有 {} 个选项", "答案是 {}，但只有 {} 個選項"),
    (f"{_N} blanks?, (?:but )?{_N} answers?", "{} 个空，{} 个答案", "{} 個空格，{} 個答案"),
    ("no blank in the text", "题目里没有空", "題目裡沒有空格"),
    ("two answers: (.*) and, in the key, (.*)", "两个答案：{}；答案表里是 {}", "兩個答案：{}；答案表裡是 {}"),
    ("two answers: (.*) and (.*)", "两个答案：{} 和 {}", "兩個答案：{} 和 {}"),
    ("two answers for a true/false question", "判断题有两个答案", "是非題有兩個答案"),
    ("answer is an option's letter and another option's text", "答案的字母与文字指向不同的选项", "答案的字母與文字指向不同的選項"),
    ("answer is a number", "答案是数字", "答案是數字"),
    (
        "the answer is a number: an option's, or how many there are",
        "答案是数字：可能是选项的序号，也可能是个数",
        "答案是數字：可能是選項的序號，也可能是個數",
    ),
    ("answer says (.+), but its text is option (.+)", "答案写的是 {}，文字却是选项 {}", "答案寫的是 {}，文字卻是選項 {}"),
    ("answer may be a letter or a text", "答案可能是字母，也可能是文字", "答案可能是字母，也可能是文字"),
    ("single choice, but the answer is (.+)", "单选题，答案却是 {}", "單選題，答案卻是 {}"),
    ("what stands in brackets may be no answer", "括号里的可能不是答案", "括號裡的可能不是答案"),
    ("the options before (.+) are missing in the document", "文档缺少 {} 之前的选项", "文件缺少 {} 之前的選項"),
    ("the option (.+) is missing in the document", "文档缺少选项 {}", "文件缺少選項 {}"),
    ("the letter of option (.+) is missing in the document", "文档缺少选项 {} 的字母", "文件缺少選項 {} 的字母"),
    ("the options stand out of order in the document", "文档里选项的次序不对", "文件裡選項的次序不對"),
    ("an option is empty", "有一个选项是空的", "有一個選項是空的"),
    ("option (.+) has no text", "选项 {} 没有文字", "選項 {} 沒有文字"),
    (f"{_N} options, where the others have {_N}", "有 {} 个选项，而其他题有 {} 个", "有 {} 個選項，而其他題有 {} 個"),
    ("there seem to be options in the question's text", "题目文字里似乎还有选项", "題目文字裡似乎還有選項"),
    ("there seem to be further options in an option's text", "一个选项的文字里似乎还有选项", "一個選項的文字裡似乎還有選項"),
    ("there seems to be an answer in the question's text", "题目文字里似乎有答案", "題目文字裡似乎有答案"),
    ("the document ends in this question", "文档在这道题中间结束", "文件在這道題中間結束"),
    ("the document may end in this question", "文档可能在这道题中间结束", "文件可能在這道題中間結束"),
    (f"number {_N} is missing before this question", "这道题之前缺少第 {} 题", "這道題之前缺少第 {} 題"),
    (f"numbers {_N} to {_N} are missing before this question", "这道题之前缺少第 {} 到 {} 题", "這道題之前缺少第 {} 到 {} 題"),
    (
        f"the question on line {_N} has the same text and other options",
        "与第 {} 行的题目文字相同，选项不同",
        "與第 {} 行的題目文字相同，選項不同",
    ),
    ("a picture is missing: (.*)", "缺少图片：{}", "缺少圖片：{}"),
    ("a picture is missing", "缺少图片", "缺少圖片"),
    ("a matching question: its two columns are not told apart", "配对题：两列没有分开", "配對題：兩欄沒有分開"),
    ("the chapter may stand in the stem", "题目里可能含有章节名", "題目裡可能含有章節名"),
    ("a choice without options", "选择题没有选项", "選擇題沒有選項"),
    (f"a choice with {_N} options?", "选择题只有 {} 个选项", "選擇題只有 {} 個選項"),
    ("two options are the same", "有两个选项相同", "有兩個選項相同"),
    ("a fill-in that can't be written as one", "写不成填空题", "寫不成填空題"),
    ("a blank has no answer", "有一个空没有答案", "有一個空格沒有答案"),
    ("the answer names an option that is not there", "答案指的选项不存在", "答案指的選項不存在"),
    ("the answer is no letter of an option", "答案不是选项的字母", "答案不是選項的字母"),
    ("points: (.*)", "分值：{}", "分值：{}"),
    ("another copy of this question has a different answer", "这道题的另一份答案不同", "這道題的另一份答案不同"),
)
"""A pattern of the English reason (fullmatch), and what it is in simplified and traditional Chinese, ``{}`` for each group."""
_PATTERNS = tuple((re.compile(english, re.DOTALL), simplified, traditional) for english, simplified, traditional in _REASONS)


@lru_cache(maxsize=1024)
def reason_in(language: str, reason: str) -> str:
    """A reason in a language (a BCP 47 tag); in English where there is no translation."""
    words = words_language(language)
    if words not in CHINESE:
        return reason
    for pattern, simplified, traditional in _PATTERNS:
        found = pattern.fullmatch(reason)
        if found is not None:
            return (traditional if words == "zh-hant" else simplified).format(*found.groups())
    return reason
