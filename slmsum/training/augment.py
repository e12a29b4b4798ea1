"""Vary a labelled conversation without changing what is true in it.

Names and weekdays are replaced consistently in the turns and in every label, so that the model
learns to copy them from the input; recogniser noise goes into the turns only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

_FEMALE = """Aisha Alice Amira Anja Beatriz Bronwen Carla Celine Chidinma Claire Daria
Delphine Dorota Eleni Elif Emma Esra Farah Fatima Fiona Freya Gabriela Greta Hana Hannah
Ines Ingrid Irina Isla Jasmin Joanna Julia Kavita Keiko Laila Lara Leticia Linh Lucy
Maeve Mariam Marta Mei Mila Monika Nadia Naomi Nora Olga Paula Petra Priya Rachel Rosa
Ruth Sabine Salma Sara Selin Sofia Svenja Tamara Thandi Ursula Valentina Vera Wanda
Yasmin Yuki Zainab Zoe""".split()
_MALE = """Abdul Adam Ahmed Alan Aleksi Andrei Anton Bashir Ben Bogdan Bruno Carlos Cem
Chinedu Cormac Daniel Dario David Dmitri Eduardo Emil Erik Farid Felix Finn Francesco
Gareth George Goran Hamza Harald Henrik Hiroshi Hugo Igor Ivan Jakub James Javier Jonas
Kai Karim Kofi Kwame Lars Leon Luca Magnus Marco Mateo Mehmet Milan Nabil Niklas Omar
Oscar Pablo Pavel Peter Rafael Rajesh Reza Ruben Samir Sanjay Sean Stefan Tariq Thomas
Tomasz Viktor Wei Yusuf""".split()
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_FILLERS = ("um", "uh", "you know", "like", "I mean", "er")
_ROLES = re.compile(
    r"^(speaker|caller|agent|doctor|patient|nurse|student|teacher|host|guest|interviewer|"
    r"candidate|customer|clerk|receptionist|professor|coach|support|manager|client|tutor)\b",
    re.IGNORECASE,
)


def vary(row: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A copy of a house row with other names and days and, for some, recogniser noise."""
    changed = _map_texts(row, _compose(_renamer(row, rng), _day_shifter(row, rng)))
    if rng.random() < 0.12:
        changed["turns"] = [[speaker, _noisy(text, rng)] for speaker, text in changed["turns"]]
    return changed


def sentences(text: str) -> list[str]:
    """Split edited English prose into sentences."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z\"'])", " ".join(text.split()))
    return [part for part in parts if part]


def _compose(first: Callable[[str], str], second: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: second(first(text))


def _map_texts(row: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    return {
        **row,
        "title": change(row["title"]),
        "turns": [[change(speaker), change(text)] for speaker, text in row["turns"]],
        "summary": [change(sentence) for sentence in row["summary"]],
        "actions": [
            {
                **a,
                "owner": change(a["owner"]),
                "task": change(a["task"]),
                "due": change(a["due"] or ""),
            }
            for a in row["actions"]
        ],
        "decisions": [{**d, "text": change(d["text"])} for d in row["decisions"]],
        "qa": [{**qa, "q": change(qa["q"]), "a": change(qa["a"])} for qa in row["qa"]],
    }


def _renamer(row: dict[str, Any], rng: random.Random) -> Callable[[str], str]:
    """Replace first names that are speakers; pronouns in the labels keep their sense."""
    labels = " ".join(
        [*row["summary"], *(a["task"] for a in row["actions"]), *(qa["a"] for qa in row["qa"])]
    )
    male = re.search(r"\b(he|him|his)\b", labels, re.IGNORECASE) is not None
    female = re.search(r"\b(she|her|hers)\b", labels, re.IGNORECASE) is not None
    if male and female:
        return lambda text: text
    pool = _MALE if male else _FEMALE if female else _MALE + _FEMALE
    spoken = " ".join(text for _, text in row["turns"])
    written: list[str] = []

    def note(text: str) -> str:
        written.append(text)
        return text

    _map_texts({**row, "turns": []}, note)
    # A word in small letters is no name: "Mechanic" is "the mechanic" in the labels.
    common = frozenset(re.findall(r"\b[a-z]+\b", " ".join([spoken, *written])))
    names = [
        name
        for name in dict.fromkeys(speaker for speaker, _ in row["turns"])
        if re.fullmatch(r"[A-Z][a-z]{2,}", name)
        and not _ROLES.match(name)
        and name.lower() not in common
    ]
    fresh = [name for name in pool if name not in spoken and name not in names]
    if not names or len(fresh) < len(names):
        return lambda text: text
    table = dict(zip(names, rng.sample(fresh, len(names)), strict=True))
    table |= {name.upper(): other.upper() for name, other in list(table.items())}
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, table))})\b")
    return lambda text: pattern.sub(lambda match: table[match.group()], text)


def _day_shifter(row: dict[str, Any], rng: random.Random) -> Callable[[str], str]:
    """Rotate the days of the week, where nothing ties them to the weekend."""
    spoken = " ".join(text for _, text in row["turns"])
    if re.search(r"weekend|\b(Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b", spoken, re.IGNORECASE):
        return lambda text: text
    shift = rng.randrange(5)
    table = {day: _DAYS[(i + shift) % 7] for i, day in enumerate(_DAYS)}
    table |= {day.lower(): other.lower() for day, other in list(table.items())} | {
        day.upper(): other.upper() for day, other in list(table.items())
    }
    pattern = re.compile(rf"\b({'|'.join(table)})\b")
    return lambda text: pattern.sub(lambda match: table[match.group()], text)


def _noisy(text: str, rng: random.Random) -> str:
    """Text as a recogniser without punctuation hears it, with fillers and repeated words."""
    out: list[str] = []
    for word in re.sub(r"[,.;:!?\"()]+(?=\s|$)", "", text).lower().split():
        if rng.random() < 0.03:
            out.append(rng.choice(_FILLERS))
        out.append(word)
        if rng.random() < 0.02:
            out.append(word)
    return " ".join(out)
