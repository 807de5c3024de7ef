"""Kill what sends letters, at any moment, again and again: none is lost, and only one in flight goes twice.

python -m tests.letters.kills 200
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.letters.mail_server import MailServer
from tests.source_code import ROOT
from tests.web.shop import Shop

LONGER = timedelta(minutes=11)
"""How much later the next sender begins: by then what the one before had in hand may be taken again."""
A_ROUND = 2
"""How many letters fall due before each sender."""


class Kills(NamedTuple):
    """What came of it.

    Args:
        killed: How many senders were killed before they ended.
        letters: How many letters fell due.
        missing: How many of them never came.
        again: How many times one came that had come before.
    """

    killed: int
    letters: int
    missing: int
    again: int


def kill_senders(folder: Path, times: int, rand: random.Random, ledger: str | None = None) -> Kills:
    """Sell packages, and kill each sender that is to write of them after a random while, until so many died.

    How long a sender takes is measured once, and may be twice as long or half as long a moment later.
    """
    shop = Shop(folder, ledger)
    shop.knows("ana")
    shop.sells("quiet-afternoon", to="ana", method="cash")
    now, killed, letters, usual = datetime(2026, 1, 5, 10, tzinfo=UTC), 0, 0, 0.0
    with MailServer() as server, _senders(shop, server) as senders:
        senders.run(now)
        while killed < times:
            now += LONGER
            shop.now = f"{now:%Y-%m-%dT%H:%M}"
            for _ in range(A_ROUND):
                shop.sells("quiet-afternoon", to="ana", method="cash")
            letters += A_ROUND
            if not usual:
                usual = senders.run(now)
                continue
            killed += senders.kill(now, rand.uniform(0, 1.2) * usual)
        for _ in range(2):  # The second has nothing to send.
            now += LONGER
            senders.run(now)
        came = Counter(
            str(each.letter["Message-ID"]) for each in server.taken if each.to == "ana@example.com"
        )
    return Kills(killed, letters, letters - len(came), came.total() - len(came))


class _Senders:
    def __init__(self, host: "subprocess.Popen[str]") -> None:
        self._host = host

    def run(self, now: datetime) -> float:
        """Let one run to its end, and return how many seconds it took."""
        began = time.monotonic()
        self._begin(now)
        assert self._ended() == 0
        return time.monotonic() - began

    def kill(self, now: datetime, after: float) -> bool:
        """Kill one after some seconds; tell whether it was still running."""
        process = self._begin(now)
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        return self._ended() != 0

    def _begin(self, now: datetime) -> int:
        assert self._host.stdin is not None
        assert self._host.stdout is not None
        print(now.isoformat(), file=self._host.stdin, flush=True)
        return int(self._host.stdout.readline())

    def _ended(self) -> int:
        assert self._host.stdout is not None
        return int(self._host.stdout.readline())


@contextmanager
def _senders(shop: Shop, server: MailServer) -> Iterator[_Senders]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.letters.sender", str(shop.folder), shop.ledger],
        cwd=ROOT,
        env={**os.environ, **server.settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as host:
        yield _Senders(host)
        assert host.stdin is not None
        host.stdin.close()


if __name__ == "__main__":
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10_000)
    with TemporaryDirectory() as scratch:
        print(f"seed {seed}: {kill_senders(Path(scratch), count, random.Random(seed))}")
