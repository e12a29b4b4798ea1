"""Which language a conversation is in, as far as the choice of a summarizer needs it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

# The commonest short words of each language, those shared by several left out where they can be.
_COMMON = {
    "en": "the and you that is it of to in was have for on with this are not be what they we do so "
    "i my me your no any how all he she at but if can will know just like yes hi im its dont when",
    "de": "und der die das ist nicht ich du wir ein eine mit auf für auch noch wie aber dann sind",
    "fr": "le les des est et vous je pas une que pour dans qui avec sur mais nous c'est ça bien",
    "es": "el los las es que y por para una con pero muy como está yo qué sí más todo bien hay",
    "it": "il che di è non una per con sono ma anche come più questo della gli ho mi si ci va",
    "pt": "o os as que não uma para com você mas muito está isso eu foi bem mais também são do",
    "nl": "het een ik je niet dat van en is op te maar wel ook zijn wat voor met nog er dan",
    "sv": "och det att jag är inte som på en med för har vi men kan du ska den till så av",
    "da": "og det at jeg er ikke på for med til har vi men kan du skal den af så som hvad om os",
    "no": "og det at jeg er ikke på for med til har vi men kan du skal den av så som hva om oss",
    "af": "die en is nie dat ek jy hy van vir met het sal ons wat ook maar daar hulle moet nou nog",
    "fi": "ja on ei se että en mutta niin kun mitä nyt ole minä sinä oli jos kyllä vielä myös",
    "cs": "je se na to že jsem ale tak jak už jestli pro nebo jen ještě taky bych kdy kde mám máme",
    "hr": "je da se na i što ali nije kako za sam su će već ili još samo može bi li smo od",
    "hu": "hogy nem az és van meg csak egy azt már vagy ha de igen mit volt lesz jó mert még ez",
    "vi": "không là có và tôi bạn của cho được thì này đi rồi nhưng với người chúng ta anh em một",
    "pl": "nie się że na jest to jak ale co tak czy dla już mnie ja był może bardzo tylko",
    "tr": "bir ve bu da ne için çok ben var mı değil gibi ama daha sen evet yok mi olarak ile",
    "ro": "și nu că este la pe din cu sau mai dar pentru sunt care am ce eu ai foarte să",
    "id": "yang dan di itu tidak ini untuk dengan saya ada aku kamu juga sudah akan bisa ya apa",
}
_ENGLISH = frozenset(_COMMON["en"].split())
_WORDS = {"en": _ENGLISH} | {
    language: frozenset(common.split()) - _ENGLISH
    for language, common in _COMMON.items()
    if language != "en"
}
_SCRIPTS = {
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "THAI": "th",
}
_SAMPLE_WORDS = 3000
_LEAST_WORDS = 4


def language_of(texts: Iterable[str]) -> str | None:
    """The ISO 639-1 code of the language of most words, None where too few words tell.

    Scripts tell those with one of their own; the commonest words tell those in Latin letters.
    """
    words: list[str] = []
    for text in texts:
        words += re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
        if len(words) >= _SAMPLE_WORDS:
            break
    letters = Counter(script for word in words for script in _script(word))
    if letters:
        script, count = letters.most_common(1)[0]
        if count > 0.3 * sum(len(word) for word in words):
            return "ja" if letters["HIRAGANA"] else _SCRIPTS[script]
    hits = {language: sum(word in common for word in words) for language, common in _WORDS.items()}
    best = max(hits, key=lambda language: hits[language])
    if len(words) < _LEAST_WORDS or hits[best] < 0.06 * len(words):
        return None
    return best


def _script(word: str) -> list[str]:
    if word.isascii():
        return []
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in word)
    return [name for name in names if name in _SCRIPTS]
