"""The language of what was said, by its own sentences."""

import pytest

from slmsum.summarize.language import language_of

SAID = {
    "en": "We should ask the yard whether they have room for the boat, and what it costs.",
    "de": "Wir müssen noch mit der Werft reden, ob sie für das Boot einen Platz haben.",
    "fr": "Il faut que nous demandions au chantier si le bateau peut rester dans le hangar.",
    "es": "Tenemos que preguntar en el taller si hay sitio para el barco y cuánto cuesta todo.",
    "it": "Dobbiamo chiedere al cantiere se c'è posto per la barca e anche quanto costa il tutto.",
    "pt": "Temos de perguntar ao estaleiro se há lugar para o barco e quanto isso custa, não é?",
    "nl": "We moeten nog aan de werf vragen of er plaats is voor de boot en wat het kost.",
    "sv": "Vi måste fråga varvet om det finns plats för båten och vad det kostar.",
    "pl": "Musimy zapytać w stoczni, czy jest miejsce na łódź i ile to będzie kosztowało.",
    "tr": "Tersaneye tekne için yer var mı diye sormamız lazım, bir de ne kadar tutar?",
    "ro": "Trebuie să întrebăm la șantier dacă este loc pentru barcă și cât costă.",
    "id": "Kita harus bertanya apakah ada tempat untuk perahu itu dan berapa biayanya.",
    "cs": "Musíme se zeptat v loděnici, jestli tam mají pro naši loď místo a kolik to stojí.",
    "fi": "Meidän täytyy kysyä telakalta, onko siellä tilaa ja jos on, niin paljonko se maksaa.",
    "hu": "Meg kell kérdeznünk, hogy van-e hely a hajónak és mennyibe kerül.",
    "da": "Vi må spørge værftet, om de har plads til båden, og hvad det koster.",
    "no": "Vi må spørre verftet om de har plass til båten, og hva det koster.",
    "af": "Ons moet vra of daar plek is vir die boot en wat dit kos.",
    "hr": "Moramo pitati u brodogradilištu je li ostalo mjesta za brod i koliko to košta.",
    "vi": "Chúng ta phải hỏi xem có chỗ cho thuyền không và giá bao nhiêu.",
    "ru": "Надо спросить на верфи, есть ли у них место для лодки.",
    "el": "Πρέπει να ρωτήσουμε αν υπάρχει θέση για το σκάφος.",
    "ar": "يجب أن نسأل إن كان هناك مكان للقارب.",
    "he": "צריך לשאול אם יש מקום לסירה.",
    "hi": "हमें पूछना चाहिए कि नाव के लिए जगह है या नहीं।",
    "th": "เราต้องถามว่ามีที่ว่างสำหรับเรือไหม",
    "zh": "我们得问问船厂有没有地方放船。",
    "ja": "船を置く場所があるかどうか聞かないといけません。",
    "ko": "배를 둘 자리가 있는지 물어봐야 해요.",
}


@pytest.mark.parametrize("language", SAID)
def test_one_sentence_tells(language: str) -> None:
    assert language_of([SAID[language]]) == language


@pytest.mark.parametrize("texts", [[], [""], ["ok"], ["12:30", "👍"], ["Kalmar Maren Tobias Erik"]])
def test_too_little_tells_nothing(texts: list[str]) -> None:
    assert language_of(texts) is None


def test_the_language_of_most_words_wins() -> None:
    assert language_of([SAID["en"]] * 4 + [SAID["de"]]) == "en"
    assert language_of([SAID["de"]] * 4 + [SAID["en"]]) == "de"
    assert language_of([SAID["en"], SAID["en"], "Он сказал: привет"]) == "en"
    assert language_of(["Okay, let's go", SAID["ja"], SAID["ja"]]) == "ja"


def test_chat_spelling_is_english() -> None:
    assert (
        language_of(["hey r u coming to the party", "ya im on my way", "lol ok c u there"]) == "en"
    )
