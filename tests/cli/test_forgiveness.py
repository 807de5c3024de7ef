"""R-8.7: where a late or missed visit is released by forgiveness it is said, and which one of how many."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Printed, Typed
from tests.rules import rule

MISSED = "--now 2026-01-20T11:00 no-show apt-1"
LATE = "--now 2026-01-20T09:00 cancel apt-1"
SAID = "Forgiven: 1 of 1 for this purchase."
FORGIVEN = {"appointment": "apt-1", "purchase": "pur-1", "used": 1, "of": 1}


def told(printed: Printed) -> Any:
    """Return what was printed as JSON."""
    assert printed.code == 0, printed.err
    return json.loads(printed.out)


@rule("R-8.7")
@pytest.mark.parametrize("line", [MISSED, LATE])
@pytest.mark.parametrize("option", ["", "--dry-run"])
def test_the_answer_says_that_a_visit_was_forgiven(sold: Typed, line: str, option: str) -> None:
    assert told(sold(f"{line} --dry-run --format json"))["forgiven"] == [FORGIVEN]
    assert sold(f"{line} {option}").out.splitlines()[-2:] == [
        "pur-1  Glow 10: 10 of 10 left, until 5 July 2026",
        f"       {SAID}",
    ]


@rule("R-8.7", "R-1.4")
def test_a_repeat_says_it_as_it_was_then(sold: Typed) -> None:
    first = sold(f"{MISSED} --idempotency-key k --format json")
    again = sold(f"{MISSED} --idempotency-key k --format json")

    assert told(first)["forgiven"] == told(again)["forgiven"] == [FORGIVEN]


@rule("R-8.7")
@pytest.mark.parametrize(
    "line",
    [
        "--now 2026-01-19T09:00 cancel apt-1",
        f"{MISSED} --release --reason x",
        f"{MISSED} --keep --reason x",
        f"{LATE} --by business",
    ],
)
def test_what_uses_no_forgiveness_does_not_speak_of_it(sold: Typed, line: str) -> None:
    assert told(sold(f"{line} --dry-run --format json"))["forgiven"] == []
    printed = sold(line)
    assert (printed.code, "orgiven" in printed.out) == (0, False)


@rule("R-8.7")
def test_the_one_after_the_last_that_is_forgiven_is_kept_without_a_word_of_it(sold: Typed) -> None:
    sold("book ana facial --at 2026-01-21T10:00")
    sold(MISSED)

    kept = sold("--now 2026-01-21T11:00 no-show apt-2")

    assert "missed, units kept" in " ".join(kept.out.split())
    assert "orgiven" not in kept.out


@rule("R-8.7")
def test_each_is_counted_as_it_was_right_after_it(typed: Typed, catalogue: Path) -> None:
    business = catalogue / "business.yaml"
    business.write_text(business.read_text().replace("forgiven: 1", "forgiven: 3"))
    for line in (
        "client add ana",
        "purchase ana glow-10 --method card",
        "book ana facial --at 2026-01-20T10:00",
        "book ana facial --at 2026-01-21T10:00",
        "--now 2026-01-20T11:00 no-show apt-1",
        "--now 2026-01-21T09:00 cancel apt-2",
    ):
        assert typed(f"--catalog {catalogue} {line}").code == 0

    whys = re.findall(r"forgiven, (\d of \d)", " ".join(typed("history pur-1").out.split()))
    rows = told(typed("history pur-1 --format json"))

    assert whys == ["1 of 3", "2 of 3"]
    assert [[one["used"] for one in each["facts"].get("forgiven", ())] for each in rows[-2:]] == [[1], [2]]
    assert "forgiven, 1 of 3" in " ".join(typed("history apt-1").out.split())
    assert "late or missed visits forgiven: 2 of 3" in typed("show pur-1").out
    shown = told(typed("show pur-1 --format json"))
    assert (shown["forgiven"], shown["forgivable"]) == (2, 3)
    assert "Late or missed visits forgiven: 2 of 3." in typed("statement ana").out


@rule("R-8.7")
def test_a_visit_says_who_forgave_it(sold: Typed) -> None:
    before = sold("show apt-1").out
    sold(MISSED)

    assert "forgiven" not in before
    assert "forgiven: its units went back to pur-1" in sold("--now 2026-01-20T12:00 show apt-1").out
