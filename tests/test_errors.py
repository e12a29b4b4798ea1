"""Errors cross process borders whole."""

import pickle

import pytest

from slmsum import errors

SAMPLES = [
    errors.InputError("chat.txt", "odd", hint="Look."),
    errors.UnreadableFile("chat.txt", "no rights"),
    errors.UnknownFormat("chat.txt", ["WhatsApp", "Slack"]),
    errors.MalformedInput("a", "zip", "cut", where="byte 3"),
    errors.TooLarge("a", "the file", 10, 5),
    errors.ModelMissing("summarizer"),
    errors.DiskFull("/", 10, 5),
    errors.WorkerDied(-9),
    errors.WorkerFailed("KeyError: 'x'", "Traceback ..."),
    errors.Cancelled(),
]


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_pickle_round_trip(error: errors.SlmsumError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
    assert again.exit_code == error.exit_code
