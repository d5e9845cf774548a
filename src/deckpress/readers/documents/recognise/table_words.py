"""The vocabulary of tables of questions: what a column's header says that the column holds, kinds, grades of difficulty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.table_grid import GridCell
from deckpress.readers.documents.recognise.words import kind_of

__all__ = ["Column", "ColumnRole", "column_of", "difficulty_of", "kind_named", "may_head"]

ColumnRole = Literal[
    "stem", "option", "options", "letter", "flag", "answer", "wrong", "explanation", "context", "rubric", "tolerance", "kind",
    "chapter", "topic", "difficulty", "points", "number", "other",
]  # fmt: skip
"""
``option``   one option, ``which`` from 0        ``options``  all options, or one a row
``letter``   the letter of the option beside it  ``flag``     whether option ``which`` is right (-1: the one before or in this row)
``wrong``    a wrong option; the answer's column holds the right one
``context``  a text that several questions share ``tolerance`` how far a number may be off
``other``    a column that is known to be no part of a question
"""


class Column(NamedTuple):
    """What a header says. ``numbered``: options go by numbers. ``vague``: a word that means this only beside surer ones."""

    role: ColumnRole
    which: int = -1
    numbered: bool = False
    vague: bool = False


_WORDS: dict[ColumnRole, str] = {
    "stem": (
        "题干 题目 试题 考题 题目内容 试题内容 试题题干 题干内容 题目题干 题目描述 试题描述 题目名称 试题名称 题目标题 问题 "
        "问题内容 问题描述 题面 正文 正面 问 題幹 題目 題目內容 試題 試題內容 問題 question questions questiontext questiontitle "
        "questioncontent questionstem stem prompt front term q statement frage fragen fragetext vorderseite begriff pregunta "
        "preguntas enunciado énoncé enonce pergunta domanda domande вопрос вопросы текствопроса текст問題 問題文 設問 問い 문제 "
        "질문 문항 지문 vraag pytanie soru câuhỏi 小题题干 小题题目 小题内容 考题内容 "
        "aufgabe aufgaben aufgabentext aufgabenstellung itemstem itemtext testitem enunciadodelapregunta textodapergunta perguntas testo "
        "testodelladomanda задание заданиевопрос 問題内容 質問 문제내용"
    ),
    "options": (
        "选项 备选答案 备选项 可选项 选项内容 试题选项 题目选项 候选答案 答案选项 全部选项 選項 選項內容 options choices answers "
        "answeroptions answerchoices possibleanswers alternatives optionen antworten antwortmöglichkeiten opciones alternativas "
        "choix alternativen вариантыответа варианты вариантыответов 選択肢 보기 선택지 opzioni opções optioncontent optionlist optiontext "
        "answercontent option choice 选择项 备选 待选项 auswahl auswahlmöglichkeiten antwortoptionen opcionesderespuesta propositions "
        "réponsespossibles alternativasderesposta 選択項目 варианты"
    ),
    "letter": (
        "选项标号 选项编号 选项序号 选项字母 选项号 字母 标号 選項編號 optionletter optionlabel letter label optionid optionkey "
        "choiceletter"
    ),
    "flag": (
        "是否正确 是否正确答案 是否答案 是否为答案 正误 是否為答案 是否正確 correct? iscorrect isright isanswer correctflag right? "
        "istrue"
    ),
    "answer": (
        "答案 正确答案 标准答案 参考答案 正确选项 答案内容 试题答案 题目答案 正确项 本题答案 正解答案 答 反面 背面 回答 正確答案 "
        "標準答案 參考答案 正確選項 解答 answer correct correctanswer correctanswers rightanswer key answerkey correctoption "
        "correctoptions correctchoice solution back definition a ans richtigeantwort richtigeantworten antwort lösung rückseite "
        "respuesta respuestacorrecta respuestascorrectas réponse reponse bonneréponse réponsecorrecte resposta respostacorreta "
        "gabarito risposta rispostacorretta correcta ответ правильныйответ правильныеответы верныйответ 正解 正答 答え 정답 답 "
        "모범답안 antwoord odpowiedź cevap đápán correctanswer(s) modelanswer sampleanswer questionanswer matchingpairs pairs matches "
        "numericvalue numericanswer truefalseanswer answertext expectedanswer acceptedanswers 答案选择 正确答案选项 "
        "回答内容 参考要点 答题要点 正确结果 clave solución solucion corrigé bonnesréponses lösungen richtig soluzione "
        "rispostaesatta chave ключ 正解番号 正答番号 정답번호 решение"
    ),
    "wrong": (
        "干扰项 错误答案 错误选项 誘答 誘答選項 incorrectanswer incorrectanswers wronganswer wronganswers incorrectoption incorrectoptions "
        "wrongoption distractor distractors falschantwort falscheantwort respuestaincorrecta mauvaiseréponse incorrect wrong "
        "falsch faux falseanswer неверный errada"
    ),
    "context": (
        "大题题干 大题题目 共用题干 公共题干 材料 材料内容 阅读材料 背景材料 案例背景 案例材料 题组题干 題組題幹 主题干 父题题干 passage "
        "stimulus sharedstem leadin vignette readingpassage contexttext sharedcontext"
    ),
    "rubric": "评分标准 评分要点 评分细则 采分点 得分点 給分標準 rubric gradingcriteria gradingguide markscheme markingscheme scoringguide",
    "tolerance": "误差 允许误差 误差范围 容差 tolerance numerictolerance margin toleranz tolerancia",
    "explanation": (
        "解析 答案解析 试题解析 题目解析 详解 解释 说明 答案说明 解题思路 答题解析 试题分析 分析 备注解析 依据 出题依据 答案解释 "
        "解釋 說明 詳解 explanation explanations feedback generalfeedback comment comments rationale reason justification notes "
        "note erklärung begründung kommentar explicación explicacion retroalimentación explication commentaire spiegazione "
        "explicação comentário пояснение объяснение комментарий 解説 説明 해설 설명 풀이"
    ),
    "kind": (
        "题型 类型 试题类型 题目类型 题类 试题题型 题目分类 题型名称 題型 類型 試題類型 题目类别 试题类别 type questiontype qtype "
        "kind format fragetyp typ tipo tipodepregunta typedequestion типвопроса тип 問題形式 形式 種類 유형 문제유형"
    ),
    "chapter": (
        "章节 章 章节名称 分类 目录 所属章节 单元 类别 科目 所属目录 题库分类 试题分类 一级目录 二级目录 章節 分類 篇 模块 课程 "
        "大类 一级分类 二级分类 chapter category unit section module subject lesson domain kapitel kategorie capítulo capitulo "
        "categoría categoria chapitre catégorie глава раздел категория カテゴリ 分野 단원 분류"
    ),
    "topic": (
        "知识点 考点 标签 关键词 关键字 考查点 知识要点 能力点 主题 考核点 知識點 標籤 topic topics tag tags keyword keywords "
        "skill thema schlagwort tema etiqueta etiquetas étiquettes тема теги タグ キーワード 태그 주제"
    ),
    "difficulty": (
        "难度 难易度 难易程度 难度系数 难度等级 试题难度 题目难度 難度 難易度 difficulty level difficultylevel schwierigkeit "
        "schwierigkeitsgrad dificultad difficulté сложность 난이도"
    ),
    "points": (
        "分值 分数 题目分值 试题分数 每题分值 本题分数 默认分数 满分 分數 points score mark marks point weight punkte puntos "
        "puntuación puntaje punteggio pontos баллы 配点 点数 배점 점수"
    ),
    "number": (
        "序号 编号 题号 试题编号 题目编号 试题序号 号 序 題號 編號 序號 id no no. number num # index s.no sno sr.no questionno "
        "questionnumber questionid qid nr nummer número numero num. n° номер № 番号 번호"
    ),
    "other": (
        "时间 答题时间 时限 作答时间 来源 出处 图片 图片链接 状态 创建时间 创建人 更新时间 出题人 出题单位 作者 年份 页码 音频 "
        "视频 我的答案 你的答案 得分 正确率 选项数 选项个数 选项数量 空数 小题题号 是否必答 是否乱序 备注 创建者 附件 解析视频 "
        "questionname "
        "correctfeedback incorrectfeedback partiallycorrectfeedback answernumbering required shuffle language region mediatype mediaurl "
        "timestamp 时间戳 timelimit timelimitsec timeinseconds time image imagelink imageurl media source author "
        "date status page youranswer reference url created updated zeitlimit tiempo fuente"
    ),
}  # fmt: skip
_VAGUE: dict[ColumnRole, str] = {
    "stem": (
        "内容 名称 标题 项目 主题内容 內容 名稱 標題 item text content title name word 单词 词语 名词 术语 詞語 内容文本 description 项 "
        "用語 単語 용어 단어 wort vokabel mot palabra parola термин слово concept concepto 概念"
    ),
    "answer": "释义 定义 含义 解释内容 意思 meaning translation definition bedeutung significado 意味 意思解释 의미 뜻 "
    "übersetzung traduction traducción 翻訳 значение перевод",
}


def _key(text: str) -> str:
    """A header without width, case, brackets and what is in them, marks of duty, and what follows a dash."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[(\[【<{][^()\[\]【】<>{}]*[)\]】>}]", "", text)
    text = re.split(r"\s[-–—]\s|[:：,，;；。\n]", text.strip(" :："), maxsplit=1)[0]
    return re.sub(r"[\s*_\-'’\"“”·?!.]+", "", text)


def _vocabulary() -> dict[str, Column]:
    words = {_key(word): Column(role, vague=True) for role, listed in _VAGUE.items() for word in listed.split()}
    words |= {_key(word): Column(role) for role, listed in reversed(_WORDS.items()) for word in listed.split()}
    return {word: column for word, column in words.items() if word}


_COLUMNS = _vocabulary()
_LETTERS = "abcdefghijklmnop"
_OPTION_WORD = (
    "选项|选择项|备选项|备选答案|答案选项|选择|選項|项|option|options|choice|opt|ans|answer|answeroption|alternative|alternativa|antwort|antwortoption|"
    "option(?:en)?|auswahl|opcion|opción|respuesta|réponse|reponse|choix|вариант|вариантответа|ответ|選択肢|選択|보기|선택지|answerchoice|opzione|risposta|"
    "opção|resposta|答案"
)
_OPTION = re.compile(
    rf"(?P<word>{_OPTION_WORD})?(?:(?P<letter>[a-p])|(?P<number>\d{{1,2}})|(?P<cn>[一二三四五六七八九十]))(?:选项|項|项|選項|内容)?"
)
_FLAG = re.compile(
    rf"(?:(?:是否)?正[确確]|correct|iscorrect|right|correctoption)(?P<a>[a-p]|\d{{1,2}})|"
    rf"(?:{_OPTION_WORD})?(?P<b>[a-p]|\d{{1,2}})(?:是否|是不是)?(?:正[确確]|为?答案|iscorrect|correct|right)"
)
_CONTAINED: tuple[tuple[re.Pattern[str], Column], ...] = (
    (
        re.compile(r".{0,6}(?:答案|试题|题目)?解析.{0,4}|(?:answer|question|solution|general)?(?:explanation|rationale|feedback)s?"),
        Column("explanation"),
    ),
    (
        re.compile(
            r"(?:incorrect|wrong|false|distractor)(?:answer|option|choice|response)?s?\d{0,2}|(?:干扰项|错误(?:答案|选项)|誘答)[\da-z]?"
            r"|(?:falsch(?:e?antwort)?|falscheantwort|respuestaincorrecta|incorrecta|mauvaiseréponse|faux|errada|distractor|неверный(?:ответ)?)\d{1,2}"
        ),
        Column("wrong"),
    ),
    (
        re.compile(
            r".{0,6}(?:正[确確]|[标標][准準]|[参參]考)答案.{0,6}|"
            r"(?:correct|right)(?:answer|option|choice|letter|response)s?.{0,12}|"
            r"(?:model|sample|expected|accepted|numeric(?:al)?|truefalse|short)(?:answer|response|value)s?.{0,6}"
        ),
        Column("answer"),
    ),
    (re.compile(r".{0,6}(?:题目|试题)类[型别]|.{0,4}题型.{0,3}"), Column("kind")),
    (re.compile(r".{0,6}(?:题干|题目内容|试题内容).{0,4}|(?:question|item)(?:text|body|content|title).{0,8}"), Column("stem")),
    (re.compile(r".{0,4}难[易度].{0,4}"), Column("difficulty")),
    (re.compile(r".{0,4}分值.{0,3}"), Column("points")),
    (re.compile(r".{0,6}知识点.{0,4}"), Column("topic")),
    (re.compile(r".{0,4}章节.{0,4}"), Column("chapter")),
)
_STEMS = frozenset(word for word, column in _COLUMNS.items() if column.role == "stem")
_LONGEST_STEM_NAME = 40
_LONGEST_HEADER = 120
_STEM_SIGNS = frozenset(sign for word in _STEMS for sign in (word[0], word[0].upper())) | {"*", "＊"}


def may_head(cells: Iterable[GridCell]) -> bool:
    """Whether a row may be a header: one of its cells may name the stems' column. Fast, for every row."""
    short = [cell.text for cell in cells if cell.text[0] in _STEM_SIGNS and len(cell.text) <= _LONGEST_STEM_NAME]
    return any(map(_names_stems, short))


def _names_stems(text: str) -> bool:
    for opening in "(（\n":
        text = text.partition(opening)[0]
    return text.replace(" ", "").strip("*＊:：").casefold() in _STEMS


def column_of(header: str) -> Column | None:
    """What a header cell says about its column; None for a text that is no known header. A bare letter or number is an option."""
    return _column_of(header) if len(header) <= _LONGEST_HEADER else None


@lru_cache(maxsize=4096)  # tables of one document repeat their headers
def _column_of(header: str) -> Column | None:
    key = _key(header)
    if not key or len(key) > 40:
        return None
    known = _COLUMNS.get(key)
    if known is not None:
        return Column("option", 0, vague=True) if key == "a" else known
    if (flag := _FLAG.fullmatch(key)) is not None:
        return Column("flag", _index(flag["a"] or flag["b"]))
    if (option := _OPTION.fullmatch(key)) is not None:
        named = option["letter"] or option["number"] or str("一二三四五六七八九十".index(option["cn"]) + 1)
        answer = (option["word"] or "") in {
            "答案",
            "answer",
            "ans",
            "antwort",
            "respuesta",
            "ответ",
            "risposta",
            "resposta",
            "réponse",
            "reponse",
        }
        return Column("option", _index(named), numbered=named.isdigit(), vague=not option["word"] or answer)
    return next((column for pattern, column in _CONTAINED if pattern.fullmatch(key)), None)


def _index(named: str) -> int:
    return int(named) - 1 if named.isdigit() else _LETTERS.index(named)


_ABBREVIATIONS: dict[FoundKind, str] = {
    "single": "mc mcq sc sba s 单 ss radio multichoice multiplechoice choice 选择",
    "multiple": "ma mr ms checkbox checkboxes 多 mcma multiselect multipleselect 任选 不定项",
    "truefalse": "tf t/f eitheror judge boolean 判 判断 yesno",
    "cloze": "fib fill blank cloze 填 fitb fillinblank fillintheblank fillintheblanks fibplus fmb 完形填空",
    "short": "sa es ess essay text short open qa 简 num numerical numeric number opentext openended shortanswer basic mat matching match "
    "ordering order sorting ord 连线 连线题 匹配 匹配题 排序 排序题 sr freetext paragraph",
    "case": "case",
}
_SHORT_KINDS: dict[str, FoundKind] = {word: kind for kind, words in _ABBREVIATIONS.items() for word in words.split()}
_STRICTLY_SINGLE = re.compile(r"单|單|最佳|single|one|A[12]?型|radio|\bsc\b|^ss?$|unica|única|単一", re.IGNORECASE)


def kind_named(text: str) -> tuple[FoundKind | None, bool]:
    """The kind that a cell of the type column names, and whether it rules several answers out (单选, not 选择题)."""
    text = text.strip()[:60]
    wide = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\s_\-]+", "", wide.casefold())
    kind = _SHORT_KINDS.get(plain) or kind_of(wide.replace("_", " "))
    return kind, kind == "single" and _STRICTLY_SINGLE.search(text) is not None


_DIFFICULTIES: tuple[tuple[int, str], ...] = (
    (1, "1 易 很易 容易 很容易 简单 非常简单 最易 very easy beginner 低 ★ 一级 leicht fácil facile лёгкий легкий 하 쉬움 難易度低"),
    (2, "2 较易 较容易 偏易 较简单 easy ★★ 二级 einfach 較易"),
    (3, "3 中 中等 一般 普通 适中 medium moderate normal intermediate average ★★★ 三级 mittel medio media moyen средний 보통 中级"),
    (4, "4 较难 偏难 较困难 hard difficult ★★★★ 四级 schwer difícil difficile сложный 較難 advanced"),
    (5, "5 难 很难 困难 非常难 最难 高 veryhard veryhardest expert ★★★★★ 五级 難 困難 極難 상 어려움 特难"),
)
_DIFFICULTY = {word: grade for grade, words in _DIFFICULTIES for word in words.split()} | {"veryeasy": 1, "easy": 2}


def difficulty_of(text: str) -> int:
    """1 (easy) to 5 (hard) for a grade's word or number, a share of right answers 0 to 1 read as ease left alone; 0 if unknown."""
    plain = re.sub(r"[\s_\-]+|题$|\.0+$|度$", "", unicodedata.normalize("NFKC", text[:40]).casefold())
    return _DIFFICULTY.get(plain, 0)
