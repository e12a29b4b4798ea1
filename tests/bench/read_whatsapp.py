"""How long a WhatsApp export of a million messages takes, beside a bare regex loop over its lines.

    python tests/bench/read_whatsapp.py [--messages 1000000]

Each of the two runs in a process of its own, so that its peak memory is its own too.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

_NAMES = ["Ana", "Ben Okoro", "Chidi", "+49 170 0000000", "Élodie", "Fatma Ünal", "Goran", "Hilde"]
_WORDS = [
    "we",
    "should",
    "move",
    "the",
    "review",
    "to",
    "friday",
    "because",
    "nobody",
    "has",
    "read",
    "the",
    "draft",
    "yet",
    "ok",
    "yes",
    "👍",
]
_PLAIN = re.compile(r"(\d{2}/\d{2}/\d{4}), (\d{2}:\d{2}) - ([^:]+): (.*)")


def generate(path: Path, messages: int) -> None:
    """Write an Android export: media, messages of two lines, system lines."""
    dice = random.Random(7)
    now = datetime(2015, 1, 1, 8)
    with path.open("w", encoding="utf-8") as out:
        for number in range(messages):
            now += timedelta(seconds=dice.randint(1, 600))
            head = now.strftime("%d/%m/%Y, %H:%M - ")
            words = " ".join(dice.choices(_WORDS, k=dice.randint(2, 18)))
            if number % 500 == 0:
                out.write(f"{head}{dice.choice(_NAMES)} joined using this group's invite link\n")
            elif number % 25 == 0:
                out.write(f"{head}{dice.choice(_NAMES)}: <Media omitted>\n")
            elif number % 20 == 0:
                out.write(f"{head}{dice.choice(_NAMES)}: {words}\nand {words}\n")
            else:
                out.write(f"{head}{dice.choice(_NAMES)}: {words}\n")


def plain(path: Path) -> int:
    """The loop to compare with: one match a line, the groups kept."""
    found = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            match = _PLAIN.match(line)
            if match is not None:
                found.append(match.groups())
    return len(found)


def reader(path: Path) -> int:
    """The whole reader, format detection included."""
    from slmsum.readers import read_path

    return len(read_path(path).turns)


def main() -> None:
    """Generate, run both, print both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["plain", "reader"], help=argparse.SUPPRESS)
    parser.add_argument("path", nargs="?", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        begun = time.process_time()
        count = {"plain": plain, "reader": reader}[options.only](options.path)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"n": count, "cpu": time.process_time() - begun, "mb": peak / 1024}))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "WhatsApp Chat with Bench.txt"
        generate(path, options.messages)
        print(f"{options.messages:,} messages, {path.stat().st_size / 1e6:.0f} MB")
        results = {}
        for name in ("plain", "reader"):
            command = [sys.executable, __file__, "--only", name, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            results[name] = json.loads(done.stdout)
            figures = "{n:>9,} found {cpu:6.2f} s of CPU {mb:6.0f} MB peak".format(**results[name])
            print(f"{name:7}{figures}")
    print(f"ratio: {results['reader']['cpu'] / results['plain']['cpu']:.2f}")


if __name__ == "__main__":
    main()
