"""Record until killed: python record_until_killed.py TAKE HOME, beside the tests' sound server.

Prints the monotonic time at which the recording's clock stood at 0.
"""

import sys
from pathlib import Path

from slmsum.audio.devices import Kind, Wanted
from slmsum.audio.recorder import Recorder, RecordSettings


def main() -> None:
    """Start to record and wait for the end."""
    settings = RecordSettings(
        path=Path(sys.argv[1]),
        home=Path(sys.argv[2]),
        microphone=Wanted(Kind.MICROPHONE),
        system=Wanted(Kind.SYSTEM),
    )
    recorder = Recorder(settings)
    said: list[float] = []

    def say(_start: float, _block: object) -> None:
        if not said:
            said.append(recorder.began)
            print(recorder.began, flush=True)  # noqa: T201

    recorder.subscribe(say)
    recorder.start()
    recorder.wait()


if __name__ == "__main__":
    main()
