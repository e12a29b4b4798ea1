"""Which names, numbers and days a sentence states, and what holds them."""

import pytest

from slmsum.summarize.facts import facts, ground_of

NAMES = frozenset({"maren", "tobias", "will"})


@pytest.mark.parametrize(
    "sentence, expected",
    [
        ("Maren pays 340 euros on Friday.", ["Maren", "Friday", "340"]),
        ("The office in Kalmar wants it tomorrow.", ["Kalmar", "tomorrow"]),
        ("Zelda calls the yard.", ["Zelda"]),
        ("Someone calls the yard, and Ömer's boat waits.", ["Ömer's"]),
        ("They agree. They leave at noon.", ["noon"]),
        ("Will it rain? Tobias hopes not.", ["Will", "Tobias"]),
        ("Leaving early, Tobias-Emil takes 2 ropes in March.", ["Tobias", "Emil", "March", "2"]),
        ("it may be I'm late", []),
        ("", []),
    ],
)
def test_facts_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert [fact.wording for fact in facts(sentence, NAMES)] == expected


def held(sentence: str, speaker: str | None, text: str) -> bool:
    ground = ground_of(speaker, text)
    return all(ground.holds(fact) for fact in facts(sentence))


@pytest.mark.parametrize(
    "sentence, speaker, text",
    [
        ("Then Maren's boat sinks.", "Maren", "It sinks!"),
        ("Due on Wednesday.", "A", "by wed pls"),
        ("Due in September.", None, "sometime in sept"),
        ("A call with Anna Schmidt-Okoro.", None, "Anna Schmidt-Okoro rang"),
        ("Then the LCD broke.", None, "the LC_D_ broke"),
        ("Then xX_dragon_Xx left.", "xX_Dragon_Xx", "bye"),
        ("A German firm with Designers.", None, "those Germans have a designer"),
    ],
)
def test_held(sentence: str, speaker: str | None, text: str) -> None:
    assert held(sentence, speaker, text)


@pytest.mark.parametrize(
    "sentence, speaker, text",
    [
        ("Then Mary came.", "Marie", "I came"),
        ("Then Marie came.", "Mary", "I came"),
        ("Due on Wednesday.", "A", "by thursday"),
        ("Due in October.", None, "sometime in sept"),
        ("Zelda came.", "Maren", "I came"),
        ("It ends tomorrow.", "Maren", "It ends today"),
        ("Étienne came.", "Maren", "I came"),
    ],
)
def test_not_held(sentence: str, speaker: str | None, text: str) -> None:
    assert not held(sentence, speaker, text)
