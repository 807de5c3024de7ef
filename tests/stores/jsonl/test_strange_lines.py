"""Lines whose hash is right, and that are nothing this program would have written."""

import pytest

from tests.stores.jsonl.desk import Desk
from tests.stores.jsonl.forged import put_after
from tests.stores.samples import booked, draft, sale
from trafftpkg.domain.errors.untrusted import LedgerDamagedError, LedgerTooNewError
from trafftpkg.stores.lines.line import TAIL, chained, hash_in, sealed

STRANGE = {
    "half a character": ('"key":"b3"', '"key":"\\ud800"'),
    "a name given twice": ('"by":"desk"', '"by":"desk","by":"dusk"'),
    "no number": ('"units":1', '"units":NaN'),
    "a number without end": ('"units":1', '"units":Infinity'),
    "a number that nothing counts": ('"units":1', f'"units":{10**30}'),
    "a number of too many digits": ('"units":1', f'"units":{"9" * 5000}'),
    "a fraction": ('"units":1', '"units":1.0'),
    "a space": ('"units":1', '"units": 1'),
    "an escape too many": ('"by":"desk"', '"by":"d\\u0065sk"'),
    "an unknown event": ('"AppointmentBooked"', '"AppointmentDreamed"'),
    "an unknown field": ('"rules":2', '"rules":2,"mood":"good"'),
    "a version that never was": ('"v":2', '"v":0'),
    "another number": ('"seq":5', '"seq":7'),
}


@pytest.mark.parametrize("case", STRANGE)
@pytest.mark.parametrize("index", ["fits", "is missing"])
def test_a_strange_line_is_named_and_nothing_is_written_after_it(
    trading: Desk, case: str, index: str
) -> None:
    offset = trading.path.stat().st_size
    put_after(trading, STRANGE[case])
    if index == "is missing":
        trading.forget_index()

    with pytest.raises(LedgerDamagedError) as stopped:
        trading.record(sale("2026-01-07T10:00", 2))

    (damage,) = stopped.value.damages
    assert (damage.line, damage.offset) == (6, offset)
    assert damage.kind == ("misnumbered" if case == "another number" else "unreadable")
    assert trading.care.verify().damages == (damage,)


def test_a_line_of_a_later_version_stops_reading_and_writing(trading: Desk) -> None:
    put_after(trading, ('"v":2', '"v":3'), ('"rules":2', '"rules":9,"weather":"sunny"'))

    for ask in (lambda: trading.record(sale("2026-01-07T10:00", 2)), trading.head, trading.care.verify):
        with pytest.raises(LedgerTooNewError) as stopped:
            ask()
        assert (stopped.value.version, stopped.value.known, stopped.value.line) == (3, 2, 6)


def test_an_enormous_line_is_a_line_like_any_other(trading: Desk) -> None:
    put_after(trading, ('"by":"desk"', f'"by":"{"x" * 30_000_000}"'), ("apt-3", "apt-4"), ('"b3"', '"b4"'))
    trading.forget_index()

    (entry,) = trading.record(draft("2026-01-07T10:00", booked(5, "2026-01-25T10:00")))

    assert entry.seq == 6
    assert trading.holds() == ["apt-1", "apt-2", "apt-3", "apt-4", "apt-5"]
    assert trading.care.verify().damaged == 0


def test_what_an_index_has_read_is_read_again_where_the_chain_is_another(trading: Desk) -> None:
    *before, last = trading.lines()
    put_after(trading, ('"AppointmentBooked"', '"AppointmentBookeD"'), ('"seq":5', '"seq":4'))
    forged = trading.lines()[-1]
    body = forged[:-TAIL]
    trading.put([*before, sealed(body, chained(body, hash_in(before[-1])))])
    assert len(trading.lines()[-1]) == len(last)

    assert [(each.line, each.kind) for each in trading.care.verify().damages] == [(5, "unreadable")]
