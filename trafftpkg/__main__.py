"""Where the program begins: `trafftpkg`, and the same as `python -m trafftpkg`."""

import gc
import os
import signal
from typing import NoReturn

_INTERRUPTED_EXIT = 130


def main() -> NoReturn:
    """Load the program, which may be interrupted as long as nothing is begun, and run it."""
    # Start-up makes many objects but no garbage. Collecting every 700 objects would cost milliseconds.
    gc.set_threshold(50_000)
    # Whoever ignores the signal, as a shell does for what runs in the background, goes on doing so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED_EXIT))
    from trafftpkg.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
