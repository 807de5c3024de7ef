"""What can happen to a file of lines, each told apart by its kind, with line and offset."""

import json
from collections.abc import Callable

import pytest

from tests.stores.jsonl.desk import Desk
from trafftpkg.domain.errors.unavailable import LedgerLockedError
from trafftpkg.domain.errors.untrusted import IndexAheadError, LedgerDamagedError

Lines = list[bytes]
Found = list[tuple[int, str]]


def flip(line: bytes, place: int, bit: int = 1) -> bytes:
    """Return a line with one bit of one byte flipped."""
    return line[:place] + bytes([line[place] ^ bit]) + line[place + 1 :]


def printed_anew(line: bytes) -> bytes:
    """Return a line as a formatter would print it."""
    return json.dumps(json.loads(line)).encode() + b"\n"


def printed_on_many_lines(line: bytes) -> bytes:
    """Return a line as `jq .` would print it."""
    return json.dumps(json.loads(line), indent=2).encode() + b"\n"


CASES: dict[str, tuple[Callable[[Lines], Lines], Found]] = {
    "a flipped bit": (lambda at: [*at[:2], flip(at[2], 60), *at[3:]], [(3, "changed")]),
    "a flipped bit of a number": (lambda at: [*at[:2], flip(at[2], 13), *at[3:]], [(3, "changed")]),
    "a flipped bit of a hash": (lambda at: [*at[:2], flip(at[2], -9), *at[3:]], [(3, "changed")]),
    "a flipped bit of the structure": (lambda at: [*at[:2], flip(at[2], -70), *at[3:]], [(3, "changed")]),
    "a flipped bit of the last line": (lambda at: [*at[:4], flip(at[4], 60)], [(5, "changed")]),
    "a removed line": (lambda at: [*at[:2], *at[3:]], [(3, "missing")]),
    "two removed lines": (lambda at: [*at[:1], *at[3:]], [(2, "missing")]),
    "a removed header": (lambda at: at[1:], [(1, "missing")]),
    "a doubled line": (lambda at: [*at[:3], *at[2:]], [(4, "doubled")]),
    "a doubled line further down": (lambda at: [*at, at[2]], [(6, "doubled")]),
    "swapped lines": (lambda at: [at[0], at[2], at[1], *at[3:]], [(2, "swapped")]),
    "a line moved down": (
        lambda at: [at[0], at[2], at[3], at[1], at[4]],
        [(2, "missing"), (4, "out_of_order")],
    ),
    "a line printed anew": (lambda at: [*at[:2], printed_anew(at[2]), *at[3:]], [(3, "reprinted")]),
    "a line feed turned into another byte": (
        lambda at: [*at[:2], at[2][:-1] + b"\x0b", *at[3:]],
        [(3, "run_together")],
    ),
    "a byte turned into a line feed": (
        lambda at: [*at[:2], at[2][:90] + b"\n" + at[2][91:], *at[3:]],
        [(3, "changed"), (4, "changed")],
    ),
    "a line feed taken out": (lambda at: [*at[:2], at[2][:-1], *at[3:]], [(3, "run_together")]),
    "the last two line feeds taken out": (
        lambda at: [*at[:3], at[3][:-1], at[4][:-1]],
        [(4, "run_together")],
    ),
    "all line feeds taken out": (
        lambda at: [line[:-1] for line in at],
        [(1, "run_together")],
    ),
    "printed on many lines": (
        lambda at: [*at[:2], printed_on_many_lines(at[2]), *at[3:]],
        [(n, "changed") for n in range(3, 3 + 38)],
    ),
    "CR LF": (lambda at: [*at[:2], at[2][:-1] + b"\r\n", *at[3:]], [(3, "line_ending")]),
    "CR LF in a changed line": (
        lambda at: [*at[:2], flip(at[2], 60)[:-1] + b"\r\n", *at[3:]],
        [(3, "line_ending"), (3, "changed")],
    ),
    "a byte order mark": (lambda at: [b"\xef\xbb\xbf" + at[0], *at[1:]], [(1, "byte_order_mark")]),
    "a blank line": (lambda at: [*at[:2], b"\n", *at[2:]], [(3, "blank")]),
    "a line of spaces": (lambda at: [*at[:2], b"  \n", *at[2:]], [(3, "blank")]),
    "two damages": (
        lambda at: [at[0], flip(at[1], 60), at[2], flip(at[3], 60), at[4]],
        [(2, "changed"), (4, "changed")],
    ),
    "other text altogether": (lambda at: [*at, b"hello\n"], [(6, "changed")]),
}


def test_a_ledger_as_it_was_written_has_nothing_wrong(trading: Desk) -> None:
    state = trading.care.verify()

    assert (state.damages, state.damaged, state.torn) == ((), 0, 0)
    assert state.head is not None
    assert state.head.seq == 4


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_damage_is_told_apart_and_named_by_its_place(trading: Desk, case: str) -> None:
    damage, expected = CASES[case]
    lines = damage(trading.lines())
    trading.put(lines)

    state = trading.care.verify()

    assert [(each.line, each.kind) for each in state.damages] == expected
    starts = _starts(b"".join(lines))
    assert all(starts[each.line - 1] == each.offset for each in state.damages)
    assert state.damaged == len(expected)


@pytest.mark.parametrize("case", CASES)
def test_whatever_the_damage_it_stops_all_writing_and_rebuilding(trading: Desk, case: str) -> None:
    damage, expected = CASES[case]
    trading.put(damage(trading.lines()))
    trading.forget_index()

    with pytest.raises(LedgerDamagedError) as stopped, trading.ledger.writing(None):
        pass
    with pytest.raises(LedgerDamagedError):
        trading.care.rebuild()

    assert [(each.line, each.kind) for each in stopped.value.damages] == expected
    assert not trading.index.exists()


def test_every_flipped_byte_is_noticed(trading: Desk) -> None:
    whole = trading.path.read_bytes()

    for place in range(0, len(whole) - 1, 7):
        trading.put([flip(whole, place)])
        assert trading.care.verify().damaged, f"byte {place}"


def test_a_torn_tail_is_no_damage(trading: Desk) -> None:
    with trading.path.open("ab") as file:
        file.write(b'{"v":2,')

    state = trading.care.verify()

    assert (state.damaged, state.torn) == (0, 7)


def test_a_missing_ledger_has_nothing_wrong(desk: Desk) -> None:
    state = desk.care.verify()

    assert (state.damaged, state.head) == (0, None)


def test_a_rebuilt_index_answers_as_before(trading: Desk) -> None:
    trading.forget_index()

    trading.care.rebuild()

    assert trading.index.exists()
    assert trading.holds() == ["apt-1", "apt-2", "apt-3"]


def test_rebuilding_does_not_forget_what_was_acknowledged(trading: Desk) -> None:
    trading.put(trading.lines()[:3])

    with pytest.raises(IndexAheadError):
        trading.care.rebuild()


def test_rebuilding_waits_for_a_writer(trading: Desk) -> None:
    with trading.ledger.writing(None), pytest.raises(LedgerLockedError):
        trading.care.rebuild()


def _starts(whole: bytes) -> list[int]:
    starts = [0]
    for line in whole.split(b"\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    return starts
