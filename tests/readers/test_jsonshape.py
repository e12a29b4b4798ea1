import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.readers.jsonshape import (
    as_dict,
    as_label,
    as_list,
    as_number,
    as_str,
    dicts,
    epoch,
    iso_time,
    seconds,
)

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_every_look_gives_its_own_type(value: Any) -> None:
    assert isinstance(as_dict(value), dict)
    assert isinstance(as_list(value), list)
    assert all(isinstance(item, dict) for item in dicts(value))
    as_str(value).encode("utf-8")
    as_label(value).encode("utf-8")
    number, second = as_number(value), seconds(value, 0.001)
    assert number is None or math.isfinite(number)
    assert second is None or second >= 0
    for time in (epoch(value), epoch(value, 0.001), iso_time(value)):
        assert time is None or isinstance(time, datetime)


@pytest.mark.parametrize("value", [10**400, "1e999", "nan", "-inf", True, None, [], "1_000x"])
def test_no_number(value: object) -> None:
    assert as_number(value) is None
    assert epoch(value) is None


def test_halves_of_surrogate_pairs() -> None:
    assert as_str("a\ud83d") == "a\ufffd"
    assert as_str("\ud83d\ude00") == "😀"


def test_labels() -> None:
    assert as_label("  Anna \n Lee ") == "Anna Lee"
    assert as_label(-100) == "-100"
    assert as_label(True) == ""
    assert as_label(10**5000) == ""


@settings(max_examples=60, deadline=None)
@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))
def test_epoch_is_exact_to_the_millisecond(moment: datetime) -> None:
    moment = moment.replace(tzinfo=UTC, microsecond=moment.microsecond // 1000 * 1000)
    milliseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    found = epoch(milliseconds, 0.001)
    assert found is not None
    assert abs(found - moment) < timedelta(milliseconds=1)


def test_iso_times() -> None:
    assert iso_time("2024-01-02T03:04:05") == datetime(2024, 1, 2, 3, 4, 5)
    assert iso_time("2024-01-02T03:04:05.1234567+02:00") == datetime(
        2024, 1, 2, 3, 4, 5, 123456, tzinfo=timezone(timedelta(hours=2))
    )
    assert iso_time("tomorrow") is None
