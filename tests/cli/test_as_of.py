"""Every reading command answers as it would have at an earlier moment, with what was known then."""

import shlex

import pytest

from tests.cli.conftest import Typed

THEN = "2026-01-06T12:00"

READING = [
    "list ana",
    "list",
    "list --status active",
    "show ana",
    "show pur-1",
    "show apt-1",
    "client show ana",
    "history pur-1",
    "history apt-1",
    "history blk-1",
    "appointments",
    "appointments ana --status booked",
    "appointments --employee ines",
    "explain ana facial --at 2026-01-27T10:00",
    "slots facial --from 2026-01-20 --to 2026-01-21",
    "blocks",
    "statement ana",
]

BEFORE = [
    ("2026-01-05T10:00", "client add ana"),
    ("2026-01-05T10:00", "client add bea"),
    ("2026-01-05T10:00", "purchase ana glow-10 --method card"),
    ("2026-01-05T10:00", "purchase bea quiet-afternoon --method card"),
    ("2026-01-05T10:01", "book ana facial --at 2026-01-20T10:00"),
    ("2026-01-06T10:00", "block ines --from 2026-01-21T09:00 --until 2026-01-21T12:00 --reason course"),
    ("2026-01-06T10:01", "book bea massage --at 2026-01-22T10:00 --employee ines"),
]
AFTER = [
    ("2026-01-07T10:00", "purchase ana quiet-afternoon --method card"),
    ("2026-01-07T10:01", "reschedule apt-1 --at 2026-01-23T10:00"),
    ("2026-01-07T10:02", "extend pur-1 --by 2w --reason ill"),
    ("2026-01-07T10:03", "unblock blk-1"),
    ("2026-01-08T10:00", "client merge ana bea --yes"),
    ("2026-01-08T10:01", "cancel apt-2"),
    ("2026-02-09T10:00", "void pur-2 --keep-money --reason mistake"),
]


@pytest.fixture
def traded(typed: Typed) -> Typed:
    for moment, line in BEFORE:
        assert typed(f"--now {moment} {line}").code == 0, line
    return typed


def test_what_was_known_then_is_answered_ever_after(traded: Typed) -> None:
    questions = [f"{line} --format {form}" for line in READING for form in _forms(line)]
    then = {line: traded(f"--now {THEN} {line}") for line in questions}
    for moment, later in AFTER:
        assert traded(f"--now {moment} {later}").code == 0, later

    for line in questions:
        assert then[line].code == 0, shlex.join([line, then[line].err])
        assert traded(f"--now 2026-06-01T10:00 {line} --as-of {THEN}").out == then[line].out, line
        assert traded(f"--now 2026-06-01T10:00 {line}").out != then[line].out, line


def _forms(line: str) -> tuple[str, str]:
    return ("text" if line.startswith("statement") else "table", "json")


def test_a_moment_that_is_none_is_refused(traded: Typed) -> None:
    assert {traded(f"{line} --as-of sometime").code for line in READING} == {2}


def test_before_anything_was_recorded_there_was_nothing(traded: Typed) -> None:
    assert traded("list ana --as-of 2026-01-01T10:00 --format json").out == "[]\n"
    assert traded("blocks --as-of 2026-01-01T10:00 --format json").out == "[]\n"
    assert traded("show pur-1 --as-of 2026-01-01T10:00").code == 1


def test_the_other_of_two_who_were_merged_is_found_as_of_before(traded: Typed) -> None:
    for moment, later in AFTER:
        traded(f"--now {moment} {later}")

    assert traded(f"--now 2026-06-01T10:00 list bea --as-of {THEN} --format ids").out == "pur-2\n"
    assert traded("--now 2026-06-01T10:00 list bea --format ids").out == "pur-1\npur-2\npur-3\n"
