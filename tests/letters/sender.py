"""Sends letters in processes that begin at once: all is imported before, and each is a copy of this one.

Reads the moments at which one is to run, a line each; says its number when it begins, and how it ended.
"""

import os
import sys
from datetime import datetime
from pathlib import Path

from trafftpkg.bootstrap import Desk
from trafftpkg.cli.posting import collecting_of, sending_of
from trafftpkg.letters import calendars, composing, pages, saying, writing
from trafftpkg.letters.smtp import mail_from

LOADED = (calendars, composing, pages, saying, writing)


def send(folder: Path, ledger: str, now: str) -> None:
    """Do what `letters send` does."""
    desk = Desk(
        catalogue=folder / "catalog",
        ledger=ledger,
        now=datetime.fromisoformat(now),
        actor="night",
        notice=lambda _: None,
        allow_future=True,
    )
    mail = mail_from()
    assert mail is not None
    collecting = collecting_of(desk)
    collecting.collect()
    collecting.remind()
    sending_of(desk, str(folder / "catalog"), mail, None).send()


def main(folder: Path, ledger: str) -> None:
    """Run a sender for each moment that is read."""
    for line in sys.stdin:
        process = os.fork()
        if not process:
            send(folder, ledger, line.strip())
            os._exit(0)
        print(process, flush=True)
        print(os.waitpid(process, 0)[1], flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
