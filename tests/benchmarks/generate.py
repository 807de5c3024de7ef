"""A realistic ledger of any size with its client book: a million lines in about a minute.

    python -m tests.benchmarks.generate LINES FOLDER [SEED]

It sells what the example catalogue sells, over about three years whatever the size. The chain is valid, each
line is what the program itself would have written, and the same seed gives the same bytes. Memory grows with
the clients only.
"""

import sys
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random

from tests.benchmarks.goods import moment_text
from tests.benchmarks.trade import Asked, Trade
from trafftpkg.domain.client import Client
from trafftpkg.domain.header import GENESIS_HASH
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.jsonl.client_file import client_book_at

_LINES_A_DESK = 8_000
_AT_ONCE = 10_000
_FIRST = "Ana Rui Inês Tomás Eva Davide Noor Lena Mira João Sofia Hugo Clara Nuno Vera Paulo".split()
_LAST = "Silva Costa Reis Lopes Mendes Faria Nunes Rocha Pires Sousa Matos Vieira".split()
_OPENING = '{"event":"LedgerOpened","ledger":"%032x","time_zone":"Europe/Lisbon","currency":"EUR","format":1}'


def write_ledger(path: Path, lines: int, seed: int = 1) -> str:
    """Write a ledger of so many lines, the first included, and its client book.

    Returns:
        The handle of a client with purchases.
    """
    random = Random(seed)
    trade = Trade(max(2, lines // _LINES_A_DESK), random)
    book = client_book_at(path.with_name(f"{path.name}.clients"))
    requests = islice(trade.requests(), lines - 1)
    chain = _Chain(random)
    written = 0
    with path.open("wb") as file:
        file.write(chain.opening())
        while some := b"".join(map(chain.line, islice(requests, _AT_ONCE))):
            file.write(some)
            known = written + len(trade.new_clients)
            book.add_all([_client(n, key) for n, key in enumerate(trade.new_clients, written)])
            trade.new_clients.clear()
            written = known
    return _client(0, ClientKey(trade.clients[0])).handle


class _Chain:
    """Lines, numbered and hashed one after another."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._seq = 0
        self._before = GENESIS_HASH.encode()

    def opening(self) -> bytes:
        event = _OPENING % self._random.getrandbits(128)
        return self._sealed(f'"at":"{moment_text(0)}","by":"desk","request":"open","key":null', "", "", event)

    def line(self, asked: Asked) -> bytes:
        key = f'"{asked.request}-{self._seq}"' if self._random.random() < 0.3 else "null"
        by = "night" if asked.request == "expire" else "desk"
        facts = f'"at":"{moment_text(asked.at)}","by":"{by}","request":"{asked.request}","key":{key}'
        fingerprint = sha256(self._before).hexdigest()
        return self._sealed(facts, fingerprint, f'"{asked.client}"', asked.events)

    def _sealed(self, facts: str, fingerprint: str, clients: str, events: str) -> bytes:
        body = (
            f'{{"v":2,"seq":{self._seq},{facts},"fingerprint":"{fingerprint}","rules":2,'
            f'"clients":[{clients}],"events":[{events}]'
        ).encode()
        self._seq += 1
        self._before = sha256(self._before + body).hexdigest().encode()
        return b'%b,"hash":"%b"}\n' % (body, self._before)


def _client(n: int, key: str) -> Client:
    first, last = _FIRST[n % len(_FIRST)], _LAST[n // len(_FIRST) % len(_LAST)]
    handle = f"{first}-{last}-{n}".lower().replace("ê", "e").replace("á", "a").replace("ã", "a")
    return Client(
        key=ClientKey(key),
        handle=handle,
        name=f"{first} {last}",
        email=f"{handle}@example.com",
        phone=f"+351{910_000_000 + n}",
    )


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    print(write_ledger(folder / "ledger.jsonl", int(sys.argv[1]), *map(int, sys.argv[3:])))
