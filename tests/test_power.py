"""Power plans, and that real processes keep to them."""

import os
import subprocess
import sys

import pytest

from slmsum.errors import BadOption
from slmsum.machine import Machine
from slmsum.power import PowerMode, PowerPlan, apply, environment, plan

FOUR = Machine(cores=4)


@pytest.mark.parametrize(
    "mode, threads, candidates, nice",
    [("saver", 1, 1, 19), ("balanced", 2, 4, 5), ("full", 4, 8, 0)],
)
def test_the_table_of_modes(mode: str, threads: int, candidates: int, nice: int) -> None:
    expected = PowerPlan(PowerMode(mode), "asked for", threads, candidates, nice)
    assert plan(mode, FOUR) == expected


def test_balanced_has_a_thread_on_one_core() -> None:
    assert plan("balanced", Machine(cores=1)).threads == 1


@pytest.mark.parametrize(
    "machine, mode, why",
    [
        (Machine(4), PowerMode.BALANCED, "on mains"),
        (Machine(4, has_battery=True), PowerMode.BALANCED, "on mains"),
        (Machine(4, has_battery=True, on_battery=True), PowerMode.SAVER, "on battery"),
        (
            Machine(4, battery_saver="Windows battery saver"),
            PowerMode.SAVER,
            "Windows battery saver",
        ),
    ],
)
def test_auto_follows_the_machine(machine: Machine, mode: PowerMode, why: str) -> None:
    chosen = plan("auto", machine)
    assert (chosen.mode, chosen.why) == (mode, why)


def test_a_manual_choice_wins() -> None:
    on_battery = Machine(4, has_battery=True, on_battery=True, battery_saver="any")
    assert plan("full", on_battery).mode is PowerMode.FULL


def test_an_unknown_mode_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadOption) as caught:
        plan("turbo", FOUR)
    assert "saver" in caught.value.hint


def test_every_pool_gets_the_limit() -> None:
    limits = environment(plan("saver", FOUR))
    for pool in ("OMP", "OPENBLAS", "MKL", "RAYON"):
        assert limits[f"{pool}_NUM_THREADS"] == "1"
    assert limits["TOKENIZERS_PARALLELISM"] == "false"
    assert environment(plan("full", FOUR))["OMP_NUM_THREADS"] == "4"


def test_apply_sets_the_given_variables() -> None:
    variables: dict[str, str] = {}
    before = os.nice(0)
    apply(PowerPlan(PowerMode.FULL, "test", threads=3, candidates=8, nice=0), variables)
    assert variables["OMP_NUM_THREADS"] == "3"
    assert os.nice(0) == before


BURN = """
import sys, time
from slmsum.machine import Machine
from slmsum.power import apply, plan
apply(plan(sys.argv[1], Machine(cores=4)))
import os
import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers
a = np.random.default_rng(1).random((600, 600))
tokenizer = Tokenizer(models.WordLevel({"a": 0, "[UNK]": 1}, unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
texts = ["a b c d e f g h " * 200] * 64
began, cpu = time.monotonic(), time.process_time()
while time.monotonic() - began < 1.5:
    a @ a
    tokenizer.encode_batch(texts)
print((time.process_time() - cpu) / (time.monotonic() - began))
"""


@pytest.mark.slow
def test_saver_keeps_blas_and_tokenizers_on_one_core() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BURN, "saver"], capture_output=True, text=True, check=True
    )
    assert 0 < float(done.stdout) < 1.15
