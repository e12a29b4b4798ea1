"""Visits to a clinic are known by who speaks."""

import pytest

from slmsum.ask.clinic import is_visit
from slmsum.conversation import Turn, build


@pytest.mark.parametrize(
    "names, visit",
    [
        (("Doctor", "Patient"), True),
        (("Dr. Chen", "Amara"), True),
        (("doctor", "patient", "guest_family"), True),
        (("Anna", "Peter"), False),
        (("Dr. Chen", "Anna", "Peter", "Marta"), False),
    ],
)
def test_a_visit_is_known_by_its_speakers(names: tuple[str, ...], visit: bool) -> None:
    turns = [Turn(i, name, "Good morning.") for i, name in enumerate(names)]
    assert is_visit(build(turns, format="test", source="visit")) is visit
