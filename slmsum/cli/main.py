"""Where the `slmsum` command begins: refuse the network, then run what was asked for."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from slmsum import offline
        from slmsum.audio import CAPTURE_ARGUMENT
        from slmsum.engine import WORKER_ARGUMENT

        offline.install()
        if sys.argv[1:] == [WORKER_ARGUMENT]:
            from slmsum.engine import child

            child.main()
            return
        if sys.argv[1:] == [CAPTURE_ARGUMENT]:
            from slmsum.audio import capture

            capture.main()
            return
        from slmsum.cli.app import app

        app(prog_name="slmsum")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # whatever it is, users get one line and not a traceback
        from slmsum.cli.errors import report_unforeseen

        sys.exit(report_unforeseen(error))
