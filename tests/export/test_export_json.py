"""JSON that reads back the same."""

import json

import example

from slmsum.export.json import render
from slmsum.minutes import Minutes, Sentence


def test_round_trip() -> None:
    minutes = example.minutes()
    text = render(minutes)
    again = Minutes.from_json(json.loads(text))
    assert again == minutes
    assert render(again) == text


def test_half_a_surrogate_pair_survives() -> None:
    minutes = Minutes("broken \ud83d emoji", (Sentence("schön 😀", (0,), 1.0),))
    data = render(minutes).encode("utf-8")
    assert "schön 😀".encode() in data
    assert Minutes.from_json(json.loads(data)) == minutes
