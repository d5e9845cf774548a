"""Which of the encodings before Unicode a text is in: the one in which it looks most like a language.

Every candidate decodes a sample; each character then earns points: frequent letters of the candidate's languages most, rare ones
lose some, what can't be decoded most. Read in a wrong encoding, text falls apart into rare characters, so that even a line of
twenty characters tells. Points count per byte that is no ASCII, which makes candidates comparable.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

__all__ = ["guess", "looks_like_text", "sample"]

_SAMPLE = 3 * 2**14
"""Bytes of non-ASCII lines that are looked at: a third each from the head, the middle and the tail."""
_SURE, _MARGIN = 0.25, 0.1

_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还"
    "进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或"
    "新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目"
    "太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死"
    "张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运单选答案析错误判断填简述列属项章节试考正确下列不包括以上均为试述原则作用特征功能方面内容主要根据包含含"
    "税医药护病患者血压治疗法律企业经济会计银行服务产品质技网络系统软件程序操作图表值算函数电路力能源环境安全消防车辆驾驶工程建筑材料标准规定应当"
)  # fmt: skip
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還"
    "進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或"
    "新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平係系氣題活爾更別打女變四神總何電數安少報才結反受目"
    "太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死"
    "張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運單選答案析錯誤判斷填簡述列屬項章節試考敘何者甲乙丙丁臺台灣依據應該若則"
)  # fmt: skip
_KANJI = frozenset(
    "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨"
    "会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住無真有"
    "口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古歌買悪図週室歩風紙黒花春赤青館屋色走秋夏習駅洋旅服夕借曜飲肉貸堂鳥飯勉冬昼"
    "茶弟牛魚兄犬妹姉漢選択正解説明次適切誤組合記述章関対性法数的最部定表全化実現当要産経和取成所内機"
)  # fmt: skip
_HANGUL = frozenset(
    "이다는에의을를가고하은지로도한기나사리서어해자수대시인정아라그일제전부들있니주보게상것만성여장원구공오조선미문화비생스실위발관신방동적우과경음무유세국학등중내물모용된"
    "되으면소간진러연분재입단마년당심르체현았할야요군업계통개래안회와본드려달명행결민바않때권답문항다음설명옳은것틀린고르시오번선택"
)  # fmt: skip
_WIDE_SIGNS = frozenset(
    "，。、：；？！（）“”‘’《》〈〉「」『』【】〔〕…—·～　％＋－＝＜＞／．①②③④⑤⑥×÷√≤≥°→０１２３４５６７８９ＡＢＣＤＥＦ＿・々﹑‧"
)
_HAN = re.compile("[\u4e00-\u9fff가-힣]")


class _Profile(NamedTuple):
    """What texts in an encoding are made of. ``common`` earns most, what ``script`` matches some, all else loses."""

    codec: str
    common: frozenset[str]
    script: str = ""


_RUSSIAN = frozenset("оеаинтсрвлкмдпуяы")
_WIDE = (
    _Profile("gb18030", _SIMPLIFIED | _TRADITIONAL),
    _Profile("big5hkscs", _TRADITIONAL),
    _Profile("cp932", _KANJI, "[ぁ-んァ-ヶー]"),
    _Profile("euc_jis_2004", _KANJI, "[ぁ-んァ-ヶー]"),
    _Profile("cp949", _HANGUL),
)
_NARROW = (
    _Profile("cp1251", _RUSSIAN),
    _Profile("koi8_r", _RUSSIAN),
    _Profile("cp866", _RUSSIAN),
    _Profile("cp1253", frozenset("αοιετσνηυρπκλμςάέίόή")),
    _Profile("cp1255", frozenset("יוהלארתבמשנעדםחןקפ")),
    _Profile("cp1256", frozenset("المينرتوبعدهسفكق")),
    _Profile("cp874", frozenset("านรอกเงมยลวดทสตะปบคหแ่้ีิั์")),
)
_SIGNS = "“”‘’–—…•«»°€£§©®·×¿¡„½²"
_LATIN = (
    ("cp1252", "éèêàçùâîôûëïüöäßñáíóúãõåæøœÉÈÀÇÜÖÄÑÁÍÓÚÅÆØŒ" + _SIGNS),
    ("cp1250", "ąćęłńóśźżĄĆĘŁŚŹŻčěřšžůďťňýáéíúČŘŠŽőűöüäß" + _SIGNS),
    ("cp1254", "ğışİĞŞçöüÇÖÜâîû" + _SIGNS),
)
_RUN = re.compile("[^\x00-\x7f]+")
_MISFIT = re.compile("[а-яёα-ω][А-ЯЁΑ-Ω]|[A-Za-z](?=[^\\W\x00-\x7f]|[\u0e30-\u0e4e])|(?<=[^\\W\x00-\x7f])[A-Za-z]")
"""A capital behind a small letter, two scripts in one word."""


def guess(data: bytes) -> tuple[str, bool]:
    """The codec whose text looks most like a language, and whether that is sure. ``data`` holds no NULs and is no UTF-8."""
    part = sample(data)
    high = sum(byte > 127 for byte in part) or 1
    scores = [(_wide_points(part.decode(p.codec, "replace"), p) / high, p.codec) for p in _WIDE]
    scores += [(_narrow_points(part.decode(p.codec, "replace"), p) / high, p.codec) for p in _NARROW]
    scores += [(_latin_points(part.decode(codec, "replace"), letters) / high, codec) for codec, letters in _LATIN]
    best, codec = max(scores, key=lambda score: score[0])  # the first of equals
    close = [other for points, other in scores if points > best - _MARGIN]
    return codec, best > _SURE and len({part.decode(other, "replace") for other in close}) == 1


def looks_like_text(text: str) -> bool:
    """Whether most characters are frequent ones of some language, and none is a NUL."""
    known = _SIMPLIFIED | _TRADITIONAL | _KANJI | _HANGUL | _WIDE_SIGNS | _RUSSIAN
    counts = Counter(text)
    good = sum(n for c, n in counts.items() if " " <= c <= "~" or c in "\t\n\r" or c in known or "ぁ" <= c <= "ヶ" or "À" <= c <= "ÿ")
    return "\0" not in counts and 2 * good > len(text)


def sample(data: bytes) -> bytes:
    """Whole lines that are not all ASCII, from the head, the middle and the tail; at most ``_SAMPLE`` bytes and a few lines."""
    if len(data) <= _SAMPLE:
        return data
    third = len(data) // 3
    return b"\n".join(line for start in (0, third, 2 * third) for line in _lines(data, start, start + third))


_HIGH = re.compile(rb"[\x80-\xff]")
_LONGEST = 2**12


def _lines(data: bytes, start: int, end: int) -> list[bytes]:
    """Lines with other than ASCII between ``start`` and ``end``, cut where they are very long; from a line's start if there is one near."""
    lines: list[bytes] = []
    size = 0
    at = data.find(b"\n", start, start + _LONGEST) + 1 if start else 0
    at = at or start
    while size < _SAMPLE // 3 and (found := _HIGH.search(data, at, end)):
        first = max(at, data.rfind(b"\n", at, found.start()) + 1, found.start() - 40)
        last = data.find(b"\n", found.start(), first + _LONGEST)
        last = last if last >= 0 else min(end, first + _LONGEST)
        lines.append(data[first:last])
        size += last - first
        at = last
    return lines


def _wide_points(text: str, profile: _Profile) -> float:
    """Points of East Asian text: two bytes a character."""
    points, script = 0.0, re.compile(profile.script) if profile.script else None
    for character, count in Counter(text).items():
        if character.isascii():
            continue
        if character in profile.common:
            value = 2.0
        elif script and script.match(character):
            value = 1.2
        elif character in _WIDE_SIGNS:
            value = 1.0
        elif character == "\ufffd":
            value = -4.0
        else:
            value = -0.4 if _HAN.match(character) else -1.0
        points += value * count
    return points


def _narrow_points(text: str, profile: _Profile) -> float:
    """Points of text in a script of its own, a byte a letter: frequent small letters, no misfits."""
    points = 0.0
    for character, count in Counter(text).items():
        if character.isascii():
            continue
        if character in profile.common:
            value = 1.0
        elif character.lower() in profile.common:
            value = 0.4
        elif character in _SIGNS or character in "№":
            value = 0.1
        else:
            value = -0.6 if character.isalpha() else -1.5
        points += value * count
    return points - 1.5 * len(_MISFIT.findall(text))


def _latin_points(text: str, letters: str) -> float:
    """Points of text in Latin letters, some of them with accents: these stand alone between ASCII, seldom two together."""
    points = 0.0
    for run in _RUN.findall(text):
        if len(run) > 2:
            points -= len(run)
        else:
            points += sum((1.0 if len(run) == 1 else 0.1) if character in letters else -0.7 for character in run)
    return points
