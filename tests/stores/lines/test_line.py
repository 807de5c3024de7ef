"""The bytes of a line, to the last: ledgers written today are read for ever."""

from hashlib import sha256

import pytest

from tests.stores.jsonl.desk import Desk
from tests.stores.samples import draft, moment, paid, sale
from trafftpkg.domain.header import GENESIS_HASH
from trafftpkg.stores.lines.line import TAIL, chained, chained_on, entry_of, sealed
from trafftpkg.stores.lines.wire import ShapeError

GOLDEN = (
    '{"v":2,"seq":42,"at":"2026-03-01T09:00:00.000000Z","by":"desk","request":"pay","key":"ključ-1",'
    '"fingerprint":"' + "f" * 64 + '","rules":2,"clients":["c-ana"],"events":[{"event":"PaymentReceived",'
    '"purchase":"pur-1","appointment":null,"amount":"480.00","method":"card","reference":null}]'
)


def test_a_line_is_written_to_the_byte_like_this() -> None:
    asked = draft("2026-03-01T09:00", paid(1), request="pay", key="ključ-1")

    ((_, line),) = chained_on([asked], 42, GENESIS_HASH)

    assert line[:-TAIL].decode() == GOLDEN


def test_a_line_is_read_back_as_it_was_asked() -> None:
    body = GOLDEN.encode()
    entry = entry_of(sealed(body, "a" * 64))

    assert (entry.v, entry.seq, entry.at, entry.key) == (2, 42, moment("2026-03-01T09:00"), "ključ-1")
    assert entry.events == (paid(1),)
    assert entry.hash == "a" * 64


def test_the_hash_is_of_the_hash_before_and_the_line_up_to_its_own() -> None:
    assert chained(b"body", "a" * 64) == sha256(b"a" * 64 + b"body").hexdigest()


def test_every_line_ends_with_the_same_76_bytes_around_its_hash(trading: Desk) -> None:
    before = GENESIS_HASH
    for line in trading.lines():
        digest = sha256(before.encode() + line[:-76]).hexdigest()
        assert line[-76:] == f',"hash":"{digest}"}}\n'.encode()
        before = digest


def test_the_header_is_entry_0_of_the_same_shape(trading: Desk) -> None:
    header = trading.lines()[0].decode()

    assert header.startswith(
        '{"v":2,"seq":0,"at":"2026-01-05T10:00:00.000000Z","by":"desk","request":"open","key":null,"fingerprint":"",'
        '"rules":2,"clients":[],"events":[{"event":"LedgerOpened","ledger":"led-1",'
        '"time_zone":"Europe/Belgrade","currency":"EUR","format":2}],"hash":"'
    )


@pytest.mark.parametrize(
    "text", ['a "quoted" \\ word', "line\nfeed", "nul \0", "\u2028", "輝き 🎉", "\x7f\x80"]
)
def test_whatever_is_typed_stays_on_one_line_and_comes_back(desk: Desk, text: str) -> None:
    (entry,) = desk.record(sale("2026-01-05T10:00", 1, key=text))

    assert entry.key == text
    assert len(desk.path.read_bytes().split(b"\n")) == 3
    with desk.ledger.reading() as books:
        assert books.entry_with_key(text) == entry


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"5",
        b"\xff",
        b'{"seq":1}',
        b'{"v":"1"}',
        b'{"v":0}',
        b'{"v":true}',
        GOLDEN.encode() + b',"more":1,"hash":""}',
        GOLDEN.encode() + b"}",
    ],
)
def test_a_line_that_says_no_entry_is_refused(line: bytes) -> None:
    with pytest.raises(ShapeError):
        entry_of(line)
