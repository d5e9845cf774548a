"""The vocabulary: how documents name kinds of questions, answers, explanations, chapters. Patterns run over shadows (`shadow.py`).

Languages: Chinese (the shadow folds traditional characters), English, Spanish, French, German, Italian, Portuguese, Russian, Japanese,
Korean, and a little of Polish, Dutch, Turkish, Vietnamese. A word that isn't here costs recognition, never content.
"""

from __future__ import annotations

import re

from deckpress.readers.documents.recognise.result import FoundKind

__all__ = [
    "ANSWER",
    "CHAPTER",
    "CN_NUMBER",
    "EXPLANATION",
    "IMPERATIVE",
    "KEY_HEADING",
    "KIND_LABEL",
    "KIND_WORD",
    "LABELS",
    "NOISE",
    "OWN_ANSWER",
    "POINTS",
    "RUBRIC",
    "cn_number",
    "kind_of",
]  # fmt: skip

_KINDS: tuple[tuple[FoundKind, str], ...] = (
    # Longer and more special words first: the first that fits decides.
    (
        "multiple",
        (
            r"不定[项向](?:选择题?)?|多项(?:不定项)?选择题?|多项题|多[选项]题?|复选题?|多选|X型题|multiple[ -]?(?:response"
            r"|answers?|select)(?: questions?)?|select all that apply|複数選択|respuesta m[uú]ltiple"
        ),
    ),
    (
        "truefalse",
        (
            r"判断(?:并?改错|正误|对错|说明|简析|分析)?题?|正误(?:判断)?题|是非(?:判断)?题|对错题|true[ /-]*(?:or"
            r"|and|/)?[ /-]*false(?: questions?| items?)?|T/F(?: questions?)?|richtig oder falsch|vrai(?: ou "
            r"|/)faux|vero o falso|verdadeiro ou falso|verdadero (?:o|y) falso|cierto o falso|верно[ /-]*неверно|○×問題"
            r"|正誤問題|진위형|O/?X ?문제"
        ),
    ),
    (
        "cloze",
        (
            r"填空(?:选择)?题?|完形填空|补全题|补充题|fill[ -]?in(?:[ -]the)?[ -]?blanks?(?: questions?)?|gap[ -]?fill"
            r"|l[uü]ckentext|completa(?:r)?|穴埋め問題|空欄補充|빈칸"
        ),
    ),
    (
        "single",
        (
            r"单[项向]?选择题?|单项题|单[选项]题?|最佳选择题?|配伍选择题?|[AB][12]?型题|[BA]型选择题|单选|single[ -]?(?:choice"
            r"|answer|select|response)(?: questions?)?|single best answer"
        ),
    ),
    (
        "case",
        (
            r"案例(?:分析|选择|综合)题?|案例题|情[景境](?:模拟|分析|问答|处理)题?|情[景境]题|材料(?:分析)?题|综合案例"
            r"|case (?:stud(?:y|ies)|analysis|questions?)|scenario(?:s| questions?)?|estudio de caso|[eé]tude de cas"
            r"|fallstudien?|事例問題"
        ),
    ),
    (
        "single",
        (
            r"选择题?|multiple-choice-fragen|multiple[ -]?choice(?: questions?)?|MCQs?|choice questions?|objective questions?"
            r"|opci[oó]n m[uú]ltiple"
            r"|selecci[oó]n (?:m[uú]ltiple|simple|[uú]nica)|choix multiples?|QCM|mehrfachauswahl|multiple-choice-fragen"
            r"|multipla escolha|m[uú]ltipla escolha|scelta multipla|тест(?:ы|овые задания)?|選択問題|선택형|객관식"
        ),
    ),
    (
        "short",
        (
            r"名词(?:解释|术语)?题?|术语解释题?|概念(?:解释|题)|概念题|解释(?:概念|名词|题)|简答(?:综合)?题?|简述题?"
            r"|简析题?|问答题?|解答题|论述(?:分析)?题?|辨析题?|分析(?:论述|应用|说明)?题|思考(?:与练习)?题|综合(?:应用"
            r"|分析|题)题?|综合题|应用题?|计算(?:分析)?题|证明题|设计题|编程题|程序题|写作题|作文题?|主观题|面试题"
            r"|开放题|实务题|实操题|操作题|策略题|行为(?:面试)?题|讨论题|改错题|翻译题|阅读(?:理解)?题|[\u4e00-\u9fff]{2,8}(?:策略"
            r"|针对性|方案|设计|分析|模拟|应用|实务|问答|面试|编写|实践|拓展|识图|读图"
            r"|作图|绘图|探究)题|short[ -]?answers?(?: questions?)?|essay(?:s"
            r"| questions?)?|open[ -]?(?:ended)?(?: questions?)?|free[ -]?response(?: questions?)?|long[ -]?answers?(?: questions?)?"
            r"|definitions?|terms?|discussion questions?|interview questions?|review questions?|preguntas abiertas"
            r"|respuesta corta|questions ouvertes|offene fragen|記述問題|記述式|論述問題|用語説明|서술형|단답형"
            r"|주관식|вопросы|questions?"
        ),
    ),
)  # fmt: skip

_KIND_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kind) for kind, pattern in _KINDS)
KIND_WORD = re.compile("|".join(f"(?:{pattern})" for _, pattern in _KINDS), re.IGNORECASE)
"""A kind's name, wherever it stands."""


def kind_of(text: str) -> FoundKind | None:
    """The kind that a heading or label names, or None."""
    found = KIND_WORD.search(text)
    if found is None:
        return None
    word = found[0]
    return next((kind for pattern, kind in _KIND_PATTERNS if pattern.fullmatch(word)), None)


_CN_DIGITS = "〇零一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾廿"
CN_NUMBER = f"[{_CN_DIGITS}]{{1,5}}"
_CN_VALUES = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    "〇": 0,
    "两": 2,
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
}


def cn_number(text: str) -> int:
    """The value of a Chinese numeral below 1,000 (``十二``, ``一百零三``), 0 for what is none."""
    if len(text) > 1 and all(c in _CN_VALUES for c in text):
        return int("".join(str(_CN_VALUES[c]) for c in text))
    total = current = 0
    for c in text:
        if c in "十拾":
            total, current = total + (current or 1) * 10, 0
        elif c == "廿":
            total, current = total + 20, 0
        elif c == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            current = _CN_VALUES.get(c, 0)
    return total + current


_ANSWER_WORDS = (
    r"(?:正确|标准|参考|本题|试题|习题|建议|推荐|试题参考|本题参考|正确的?)?答案(?:参考|要点|提示|为|是|选)?"
    r"|(?:正确|参考)?答案[是为]|(?:参考)?解答(?:要点|参考)?|参考答疑|答题要点|作答要点|参考要点|回答|正确(?:选项"
    r"|答复)|正解|解答|答え|模範解答|解答例|정답|답안?|모범답안"
    r"|(?:the )?(?:correct|right|suggested|sample|model|best|official|reference) (?:answers?|options?|choices?"
    r"|responses?)(?: is| are)?|answers?(?: ?keys?)?(?: is| are)?|ans|responses?|solution|mark scheme"
    r"|(?:bonne |la )?r[ée]ponses?(?: correctes?| exactes?)?|respuestas?(?: correctas?)?|(?:opci[oó]n )correcta"
    r"|soluci[oó]n(?:es)?|(?:richtige )?antwort(?:en)?|l[oö]sung(?:en)?|respostas?(?: corretas?| certas?)?"
    r"|die (?:richtige antwort ist|richtigen antworten sind|richtige antwort lautet)|las? respuestas? correctas? (?:es|son)"
    r"|las? r[ée]ponses? correctes? (?:est|sont)|les r[ée]ponses correctes sont|as? respostas? corretas? (?:é|são)|la risposta corretta è"
    r"|gabarito|risposta(?: corretta| esatta)?|risposte(?: corrette| esatte)?|soluzione"
    r"|(?:правильный |верный )?ответы?|правильные ответы|odpowied[zź]|prawid[lł]owa odpowied[zź]|(?:juist "
    r"|correct )?antwoord|(?:do[gğ]ru )?cevap|[dđ][aá]p [aá]n"
)
_OWN_WORDS = (
    r"(?:我|你|您|考生|学生|学员|用户|本人|您?提交)的?(?:作答|答案|选择|回答|答题)(?:答案)?(?:[是为])?|已选(?:答案"
    r"|选项)?|(?:上次)?作答(?:批阅)?结果|所选答案|your (?:answer|response|choice|selection)(?: was| is)?|(?:student"
    r"|user|selected) (?:answer|response)|tu respuesta|votre r[ée]ponse|deine antwort|ihre antwort|ваш ответ"
    r"|あなたの(?:解答|回答)|내 답"
)
_EXPLANATION_WORDS = (
    r"(?:答案|试题|题目|习题|参考|本题|考点|详细|错误|正确)?解析|(?:题目|答案|试题)?详解|(?:答案)?解释|(?:解题"
    r"|答题|本题)?(?:思路|分析)|解题(?:过程|步骤|方法)|试题分析|点评|点拨|名师点[评拨]|【?考点】?|说明|注解"
    r"|依据|出处|法条依据|(?:一般|总体|具体)?反馈"
    r"|explanations?(?: ?/ ?references?)?|rationale|justification|reason(?:ing)?|feedback|discussion|why|notes?|comments?|explicaci[oó]n"
    r"|justificaci[oó]n|retroalimentaci[oó]n|explications?|erkl[aä]rung|begr[uü]ndung|spiegazione|explica[cç][aã]o"
    r"|coment[aá]rios?|justificativa|объяснение|пояснение|комментарий|解説|説明|해설|설명|풀이|wyja[sś]nienie"
    r"|uitleg|a[cç][iı]klama|gi[aả]i th[ií]ch"
)
_RUBRIC_WORDS = (
    r"评分(?:标准|要点|细则|参考|依据)|给分(?:点|标准)|采分点|得分点|踩分点|评价标准|rubric|grading(?: criteria"
    r"| guide| notes)?|marking (?:scheme|guide|criteria)|scoring(?: guide)?|crit[eè]res? d'[ée]valuation|criterios de (?:evaluac"
    r"i[oó]n|calificaci[oó]n)|bewertung(?:skriterien)?|採点基準|채점 ?기준"
)
_NOISE_WORDS = (
    r"展开解析|收起解析|查看解析|AI讲解|AI解析|知识点|所属知识点|难易程度|难度(?:系数|等级)?|题型|分值|得分"
    r"|本题得分|此题得分|实际得分|满分值?|状态|章节|所属章节|来源|纠错|收藏|笔记|正确率|易错项|全站(?:数据"
    r"|正确率)|作答(?:情况|时间)|评语|教师批语|difficulty|topics?|tags?|points?|category|section|references?"
    r"|source|objective|skill|bloom'?s|learning outcome|question (?:id|type)|status|marked out of|not yet answered"
    r"|flag question|difficult(?:y|ad)|dificultad|schwierigkeit"
)

# A label is a word in 【】, or a word with a colon, or at the beginning of a line a word with white space.
_OPEN, _CLOSE = r"[\[【《〖<(]\s*", r"\s*[\]】》〗>)]"


def _label(words: str) -> str:
    return rf"(?:{_OPEN}(?:{words}){_CLOSE}\s*[:：]?|(?:{words})(?:\s*[:：=]|(?=\s*$)))"


ANSWER = re.compile(_label(_ANSWER_WORDS), re.IGNORECASE)
OWN_ANSWER = re.compile(_label(_OWN_WORDS), re.IGNORECASE)
EXPLANATION = re.compile(_label(_EXPLANATION_WORDS), re.IGNORECASE)
RUBRIC = re.compile(_label(_RUBRIC_WORDS), re.IGNORECASE)
NOISE = re.compile(rf"(?:{_OPEN}(?:{_NOISE_WORDS}){_CLOSE}\s*[:：]?|(?:{_NOISE_WORDS})(?:\s*[:：]|(?=\s*$)))", re.IGNORECASE)

_B = r"(?<![\w'])"  # a Latin word begins here; a Chinese word may follow anything
LABELS = re.compile(
    r"(?!\d)(?:"  # no label begins with a digit, as every numbered line does
    + "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("own", _label(_OWN_WORDS)),
            ("rubric", _label(_RUBRIC_WORDS)),
            ("answer", _label(_ANSWER_WORDS) + r"|\b答(?=\s*[:：])\s*[:：]"),
            ("explanation", _label(_EXPLANATION_WORDS)),
            ("noise", rf"(?:{_OPEN}(?:{_NOISE_WORDS}){_CLOSE}\s*[:：]?|(?:{_NOISE_WORDS})\s*[:：])"),
        )
    )
    + ")",
    re.IGNORECASE,
)
"""Any label, named by its group, for a match at a place."""

KEY_HEADING = re.compile(
    r"(?:参考|标准|正确|习题|试题|试卷|练习题?|测试题?|复习题?|自测题?|课后|作业|单元|模拟|真题|各?章节?|全部"
    r"|部分)*(?:及|和|与)?答案(?:及|和|与|、|/)?(?:详细|试题|参考)?(?:解析|评分标准|分析|详解|说明|要点|部分"
    r"|页|汇总|表|区|栏|速查|一览)?"
    r"|(?:参考)?答案(?:及|和|与)评分(?:标准|参考|细则)|标答|答题卡|key(?:s)?(?: to (?:the )?(?:exercises|questions))?"
    r"|answers?(?: ?keys?| sheet| section)?|(?:answers?|solutions?) (?:and|&) (?:explanations?|rationales?"
    r"|answers?)|solutions?|respuestas|soluciones|solucionario|clave de respuestas|hoja de respuestas|r[ée]ponses"
    r"|corrig[ée]s?|l[oö]sungen|l[oö]sungsschl[uü]ssel|antworten|gabarito|respostas|risposte(?: corrette| esatte)?|soluzioni|ответы"
    r"|ключи?(?: к тест(?:у|ам))?|解答(?:と解説)?|正解|解答一覧|模範解答|정답(?: ?및 ?해설)?|odpowiedzi|antwoorden"
    r"|cevap anahtar[ıi]|[dđ][aá]p [aá]n",
    re.IGNORECASE,
)
"""A heading below which answers stand (fullmatch after numbers, kinds and brackets are taken away)."""

CHAPTER = re.compile(
    rf"第\s*(?:\d{{1,3}}|{CN_NUMBER})\s*(?:[章篇部编单讲课卷套回幕](?:分|元)?|部分|单元|模块|课时)(?![题个])"
    rf"|(?:项目|模块|单元|任务|专题|章节|情境|学习情境)\s*(?:\d{{1,3}}|{CN_NUMBER})(?!\d)(?=\s|[:：.、]|$)"
    r"|(?:chapter|unit|module|part|lesson|section|domain|subelement|cap[ií]tulo|unidad|tema|chapitre|partie"
    r"|unit[ée]|kapitel|teil|capitolo|глава|раздел|тема|часть)\s+(?:\d{1,3}|[IVXLC]{1,6}|[A-Z]\d?|one|two|three"
    r"|four|five|six|seven|eight|nine|ten)\b(?!\s*(?:of|and|,)\b)|第\s*\d+\s*[章部節]|제\s*\d+\s*[장부과]",
    re.IGNORECASE,
)
SECTION_NUMBER = re.compile(
    rf"(?:第\s*{CN_NUMBER}\s*(?:大题|部分|[节题])|[(（]?{CN_NUMBER}[)）]?\s*[、.．。,:：—-]?|(?:part|section|teil"
    rf"|partie|parte|часть)\s+(?:[IVX]{{1,5}}|\d{{1,2}}|[A-H])\b\s*[.:：、)-]*|[IVX]{{1,5}}\s*[.、)]|\d{{1,2}}\s*[.、)]"
    rf"|[—–-]\s*[、.]|[#★●■◆▲※*]+)\s*",
    re.IGNORECASE,
)
POINTS = re.compile(
    r"[(（\[【]?\s*(?:本题|每题|每小题|每空|共|分值[:：]?|满分[:：]?|计)?\s*(\d{1,3}(?:\.\d{1,2})?)\s*(?:分"
    r"|points?|pts?|marks?|punti|Punkte?|puntos?|pontos?|балл(?:ов|а)?|点|점)(?:\s*[)）\]】])?",
    re.IGNORECASE,
)
KIND_LABEL = re.compile(
    r"[(\[【〔<{]\s*(?P<kind>[^()\[\]【】<>{}]{1,24}?)\s*[,，、;；/|·]?\s*(?:(?P<points>\d{1,3}(?:\.\d{1,2})?)\s*(?:分"
    r"|points?|pts?|marks?))?\s*[)\]】〕>}]"
)
"""A bracket that may hold a kind and points: ``(单选题, 1.0 分)``, ``[多选]``; whether it does, `kind_of` says."""
IMPERATIVE = re.compile(
    r"简述|简答|论述|试述|试论|试析|试比较|浅谈|浅析|概述|阐述|列举|说明|说出|分析|比较|谈谈|请(?:你|问|简"
    r"|说|谈|结合|举|列|描述|设计|写|回答|解释)|如何|怎样|怎么|为什么|为何|什么|哪些|哪几|哪种|哪个|哪一|是否"
    r"|多少|几种|几个|何谓|有何|吗|呢|编写|写出|画出|指出|将下列|把下列"
    r"|\b(?:what|which|who|whom|whose|when|where|why|how|explain|describe|define|discuss|list|compare|name"
    r"|state|identify|outline|summari[sz]e|qu[eé]|cu[aá]l(?:es)?|qui[eé]n|c[oó]mo|cu[aá]ndo|d[oó]nde|por qu[eé]"
    r"|explique|describa|quel(?:le)?s?|qui|comment|pourquoi|quand|combien|o[uù]|was|welche[rsnm]?|wer|wie|warum"
    r"|wann|wo|nennen|erkl[aä]ren|beschreiben|что|какой|какая|какие|какое|кто|как|почему|когда|где|сколько"
    r"|qual|quais|quem|come|perch[eé]|quale|quali)\b|か[。？?]?$|何|どの|どれ|なぜ|무엇|어떤|왜|누구|어디|설명",
    re.IGNORECASE,
)
