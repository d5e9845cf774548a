"""The few words that go into fields, in the interface languages. The headings on the cards are the style sheet's."""

from __future__ import annotations

from dataclasses import dataclass

from deckpress.languages import words_language

__all__ = ["Words", "words_for"]


@dataclass(frozen=True, slots=True)
class Words:
    """``page`` holds ``{}``; the three notices are sentences, ``retired`` and ``review`` holding ``{}`` for the bank's own words."""

    true: str
    false: str
    page: str
    retired: str
    review: str
    unanswered: str


_WORDS = {
    "en": Words("True", "False", "p. {}", "Retired: {}", "Under review: {}", "The source gives no answer: check your own."),
    "zh-hans": Words("正确", "错误", "第 {} 页", "此题已停用：{}", "此题待核对：{}", "题库未给出答案，请自行核对。"),
    "zh-hant": Words("正確", "錯誤", "第 {} 頁", "此題已停用：{}", "此題待核對：{}", "題庫未提供答案，請自行核對。"),
    "ja": Words(
        "正しい", "誤り", "{} ページ", "この問題は廃止されました：{}", "確認中：{}", "出典に解答がありません。各自で確認してください。"
    ),
    "ko": Words("참", "거짓", "{}쪽", "폐지된 문제: {}", "검토 중: {}", "출처에 답이 없습니다. 직접 확인하세요."),
    "es": Words("Verdadero", "Falso", "pág. {}", "Retirada: {}", "En revisión: {}", "La fuente no da respuesta: compruebe la suya."),
    "de": Words("Richtig", "Falsch", "S. {}", "Zurückgezogen: {}", "In Prüfung: {}", "Die Quelle nennt keine Antwort: prüfe deine eigene."),
    "fr": Words("Vrai", "Faux", "p. {}", "Retirée : {}", "À vérifier : {}", "La source ne donne pas de réponse : vérifiez la vôtre."),
    "ru": Words("Верно", "Неверно", "с. {}", "Снят: {}", "На проверке: {}", "В источнике нет ответа: проверьте свой."),
    "pt": Words("Verdadeiro", "Falso", "p. {}", "Retirada: {}", "Em revisão: {}", "A fonte não dá resposta: verifique a sua."),
}


def words_for(language: str) -> Words:
    """The words of a BCP 47 tag's language; English where there are none."""
    return _WORDS.get(words_language(language), _WORDS["en"])
