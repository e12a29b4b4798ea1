"""How long `slmsum --version` takes: python tests/bench/startup.py [RUNS]."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import typer": ["-c", "import typer"],
    "slmsum --version": ["-m", "slmsum", "--version"],
    "slmsum --help": ["-m", "slmsum", "--help"],
    "worker, no job": ["-c", "import slmsum.engine.child"],
}


def main() -> None:
    """Print the median and the best wall time of each command in milliseconds."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(f"{'command':<18} {'median':>8} {'best':>8}   ({runs} runs, ms)")
    for name, arguments in COMMANDS.items():
        times = [_time([sys.executable, *arguments]) for _ in range(runs)]
        print(f"{name:<18} {statistics.median(times):>8.0f} {min(times):>8.0f}")


def _time(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
