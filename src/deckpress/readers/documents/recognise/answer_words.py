"""The vocabulary of answers: option letters of several scripts, words for true and false, "all of the above"."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "ALL_OF_THEM",
    "ALPHABETS",
    "EXPLANATION_LABEL",
    "JOINING",
    "LATIN",
    "LEAD",
    "LOOK_ALIKES",
    "RUSSIAN",
    "RUSSIAN_ONLY",
    "SEPARATORS",
    "SPACES",
    "TRUTH",
    "TRUTH_FRAME",
    "WRAPPING",
    "fold",
]

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOOK_ALIKES = str.maketrans("АВСЕКМНОРТХІЈавсеорхіј", "ABCEKMHOPTXIJabceopxij")
"""Cyrillic letters drawn like Latin ones."""
RUSSIAN = "АБВГДЕЖЗИК"
RUSSIAN_ONLY = frozenset("БГДЖЗИ")
"""Cyrillic capitals that can't be a Latin letter: with one of them, the letters are in Russian order."""

ALPHABETS: tuple[str, ...] = (
    "ΑΒΓΔΕΖΗΘ",
    "アイウエオカキクケコ",
    "あいうえおかきくけこ",
    "가나다라마바사아자차",
    unicodedata.normalize("NFKC", "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊ"),
    "أبجدهوزح",
    "אבגדהוזח",
    "กขคงจฉ",
    "甲乙丙丁戊己庚辛",
)
"""Letters of options in their order, other than Latin and Russian; as NFKC leaves them, in capitals."""

JOINING = frozenset({"AND", "UND", "ET", "Y", "И", "와", "과", "및"})
"""Words between two option letters; the Chinese ones are `SEPARATORS`."""
SPACES = " \t\r\n\v\f\u00a0\u3000\u200b\ufeff"
WRAPPING = SPACES + "()[]{}<>【】《》〈〉〔〕「」『』“”‘’\"'`*_#.,;:!?。、，；：！？·•~^"
"""What may stand around an answer's value and says nothing; also between letters, with `SEPARATORS`."""
SEPARATORS = str.maketrans(dict.fromkeys("()[]{}【】《》〔〕「」『』,;.。、，；·•/|┋&+和与與及跟", " "))

LEAD = re.compile(
    r"(?:(?:正确|正確|标准|標準|参考|參考)?答案\s{0,9}(?:应?[是为]|選|选)?|本题应?选|故?应?[选選][项項]?|故?答案?[选選]|正解は?|정답은?"
    r"|(?:the\s)?(?:correct\s)?(?:answer|option|choice|letter)(?:\sis)?|(?:respuesta|réponse|antwort|ответ|вариант)"
    r"|(?:(?:la|a|le|il|l['’])\s?)?(?:letra|lettre|lettera|alternativa|opci[oó]n|opç[aã]o|opzione|buchstabe|буква|вариант ответа)(?=\s))"
    r"\s{0,9}[:：]?\s{0,9}",
    re.IGNORECASE,
)
"""Words before a letter: 选C, 答案：C, Option C."""

EXPLANATION_LABEL = re.compile(
    r"[【\[(（《]?(?:答案|试题|試題|题目|本题)?(?:解析|详解|解释|解釋|解説|解說|分析|说明|說明|理由|原因|依据|explanation|rationale|feedback|해설"
    r"|пояснение|explicación|explication|erklärung|begründung)[】\])）》:：]{1,2}\s*",
    re.IGNORECASE,
)

ALL_OF_THEM = re.compile(
    r"(?:以上|上述|上列|前述)(?:答案|选项|選項|各项|各項|说法|說法|内容|几项|三项|四项)?(?:全部?|都|均|皆|全都)(?:正确|正確|对|對|是|可以?|选|選)?"
    r"|(?:全部?|都|均|皆)(?:正确|正確|对|對|是|选|選)|全部"
    r"|alloftheabove|allofthem|alloptions|alleobengenannten|todaslasanteriores|toutescesréponses|всевышеперечисленное|всеварианты|위의모든것|すべて|全て"
)
"""Fits a whole key (`answers.key`) that means every option."""

TRUTH_FRAME = re.compile(
    r"(?:[该此本这這上](?:种|種|个|個)?)?(?:题|題|说法|說法|句话|观点|觀點|表述|命题|判断|判斷|叙述){0,2}是?(.{1,6}?)的?"
)
"""此说法错误, 是对的: the word in group 1."""

_TRUE = (
    "√ ✓ ✔ ☑ ✅ ○ ◯ 〇 ⭕ o v t y 对 對 对的 正确 正確 是 真 正 true yes right correct wahr richtig ja vrai oui juste verdadero verdadera "
    "cierto cierta correcto correcta correto correta sí si verdadeiro verdadeira certo sim vero verità верно правильно правда истина "
    "да 맞다 맞음 참 예 옳다 옳음 正しい まる はい đúng doğru prawda benar صح صحيح נכון 勾"
)
_FALSE = (
    "× ✗ ✘ ✕ ✖ ☒ ❌ ╳ ⨯ ✖️ x х f n 错 錯 错误 錯誤 否 假 误 誤 不对 不對 不正确 不正確 不是 非 false no wrong incorrect falsch unwahr "
    "nein faux non falso falsa incorrecto incorrecta incorreto incorreta errado errada não falsità неверно неправильно ложь "
    "нет 틀리다 틀림 거짓 아니오 아니요 옳지않다 正しくない 誤り 間違い ばつ いいえ sai yanlış fałsz salah خطأ שגוי 叉"
)


def fold(text: str) -> str:
    """Width, case and variants of signs away: NFKC, casefold, no variation selector. Linear."""
    return unicodedata.normalize("NFKC", text).replace("\ufe0f", "").casefold()


TRUTH: dict[str, bool] = {fold(word): True for word in _TRUE.split()} | {fold(word): False for word in _FALSE.split()}
"""Folded words and signs."""
