"""What can be mended without guessing is mended when asked, and everything set aside is kept."""

import random

import pytest

from tests.stores.jsonl.desk import Desk
from tests.stores.jsonl.test_verify import CASES, printed_anew
from tests.stores.samples import sale
from trafftpkg.domain.errors.unavailable import LedgerLockedError
from trafftpkg.domain.errors.untrusted import IndexAheadError, LedgerDamagedError

MENDABLE = {
    "a doubled line",
    "a doubled line further down",
    "swapped lines",
    "a line moved down",
    "a line printed anew",
    "CR LF",
    "a line feed taken out",
    "a line feed turned into another byte",
    "all line feeds taken out",
    "printed on many lines",
    "the last two line feeds taken out",
    "a byte order mark",
    "a blank line",
    "a line of spaces",
}


@pytest.mark.parametrize("case", sorted(MENDABLE))
def test_what_an_editor_did_is_undone_and_the_file_as_found_is_kept(trading: Desk, case: str) -> None:
    written = trading.path.read_bytes()
    damage, _ = CASES[case]
    trading.put(damage(trading.lines()))
    found = trading.path.read_bytes()

    (shown,) = trading.care.repair(apply=False)

    assert shown.kind == "restored"
    assert trading.path.read_bytes() == found
    assert trading.care.repair(apply=True)[0] == shown
    assert trading.path.read_bytes() == written
    assert shown.kept_as is not None
    assert trading.path.with_name(shown.kept_as.rpartition("/")[2]).read_bytes() == found
    assert trading.record(sale("2026-01-07T10:00", 2))[0].seq == 5


@pytest.mark.parametrize("case", sorted(CASES.keys() - MENDABLE))
def test_what_is_changed_or_missing_is_not_mended_but_said(trading: Desk, case: str) -> None:
    damage, expected = CASES[case]
    trading.put(damage(trading.lines()))
    found, names = trading.path.read_bytes(), trading.names()

    with pytest.raises(LedgerDamagedError) as stopped:
        trading.care.repair(apply=True)

    assert [(each.line, each.kind) for each in stopped.value.damages] == expected
    assert trading.path.read_bytes() == found
    assert trading.names() == names


def test_a_whole_file_printed_anew_and_shuffled_is_restored(trading: Desk) -> None:
    written = trading.path.read_bytes()
    lines = [printed_anew(line)[:-1] + b"\r\n" for line in trading.lines()]
    random.Random(4).shuffle(lines)
    trading.put([b"\xef\xbb\xbf", *lines, b"\n", lines[2]])

    trading.care.repair(apply=True)

    assert trading.path.read_bytes() == written


def test_a_torn_tail_is_shown_then_moved_aside(trading: Desk) -> None:
    written = trading.path.read_bytes()
    trading.put([written, b'{"v":2,'])

    (shown,) = trading.care.repair(apply=False)

    assert (shown.kind, shown.seq) == ("torn_tail", 5)
    assert trading.path.read_bytes() == written + b'{"v":2,'
    assert trading.care.repair(apply=True) == (shown,)
    assert trading.path.read_bytes() == written
    assert trading.path.with_name("ledger.jsonl.torn-5").read_bytes() == b'{"v":2,'
    assert trading.care.repair(apply=True) == ()


def test_a_line_without_its_line_feed_is_completed(trading: Desk) -> None:
    lines = trading.lines()
    trading.put(lines[:4])
    trading.forget_index()
    assert trading.head() == 3
    trading.put([*lines[:4], lines[4][:-1]])

    (shown,) = trading.care.repair(apply=False)

    assert (shown.kind, shown.seq) == ("line_completed", 4)
    assert trading.care.repair(apply=True) == (shown,)
    assert trading.lines() == lines
    assert trading.holds() == ["apt-1", "apt-2", "apt-3"]


def test_an_older_copy_counts_only_when_somebody_says_so(trading: Desk) -> None:
    trading.put(trading.lines()[:3])

    (shown,) = trading.care.repair(apply=False)

    assert (shown.kind, shown.seq, shown.lost) == ("index_ahead", 4, 2)
    with pytest.raises(IndexAheadError), trading.ledger.writing(None):
        pass
    assert trading.care.repair(apply=True) == (shown,)
    assert trading.path.with_name("ledger.jsonl.index.ahead-4").exists()
    assert trading.record(sale("2026-01-07T10:00", 2))[0].seq == 3


def test_a_missing_index_is_made(trading: Desk) -> None:
    trading.forget_index()

    assert [each.kind for each in trading.care.repair(apply=True)] == ["index_anew"]
    assert trading.index.exists()


def test_a_good_ledger_has_nothing_to_mend(trading: Desk, desk: Desk) -> None:
    assert trading.care.repair(apply=True) == ()


def test_an_empty_place_has_nothing_to_mend(desk: Desk) -> None:
    assert desk.care.repair(apply=True) == ()
    assert not desk.path.exists()


def test_repairing_waits_for_a_writer(trading: Desk) -> None:
    with trading.ledger.writing(None), pytest.raises(LedgerLockedError):
        trading.care.repair(apply=False)


@pytest.mark.parametrize("rest", ["torn", "behind", "both"])
def test_all_that_would_be_lost_is_said_before_anything_is_done(trading: Desk, rest: str) -> None:
    lines = trading.lines()
    kept = lines if rest == "torn" else lines[:-2]
    unfinished = b"" if rest == "behind" else lines[-1][:50]
    trading.put([*(line[:-1] + b"\r\n" for line in kept), unfinished])
    found, names = trading.path.read_bytes(), trading.names()

    shown = trading.care.repair(apply=False)

    assert (trading.path.read_bytes(), trading.names()) == (found, names)
    assert trading.care.repair(apply=True) == shown
    assert [each.kind for each in shown] == {
        "torn": ["restored", "torn_tail"],
        "behind": ["restored", "index_ahead"],
        "both": ["restored", "torn_tail", "index_ahead"],
    }[rest]
    assert [each.lost for each in shown if each.kind == "index_ahead"] == [2] * (rest != "torn")
