"""Units are typed in what a purchase is counted in, and anything else is wrong usage with a way on."""

import json
from hashlib import sha256
from itertools import pairwise

import pytest

from tests.cli.conftest import Printed, Typed
from tests.rules import rule
from trafftpkg.engine.requests.adjust import AdjustUnits
from trafftpkg.engine.requests.base import fingerprint_of
from trafftpkg.engine.requests.transfer import TransferUnits


def available(printed: Printed) -> list[int]:
    """Return what the purchases of an outcome have left."""
    assert printed.code == 0, printed.err
    return [each["available"] for each in json.loads(printed.out)["purchases"]]


def remedied(refused: Printed) -> list[str]:
    """Return the values of --units that a refusal as wrong usage tells to give."""
    assert refused.code == 2, refused.err
    error = json.loads(refused.err)["error"]
    assert error["code"] == "usage"
    words: list[str] = error["remedy"].split()
    return [after for before, after in pairwise(words) if before == "--units"]


@pytest.fixture
def hours(sold: Typed) -> Typed:
    """Ana has six hours of massages, too, as pur-2."""
    assert sold("client add bob").code == 0
    assert sold("purchase ana massage-hours --method card").code == 0
    return sold


@rule("R-9.6")
@pytest.mark.parametrize(
    ("units", "left"), [("+90m", 450), ("1.5h", 450), ("-1h", 300), ("-0.5h", 330), ("+1m", 361)]
)
def test_hours_are_adjusted_by_a_length_of_time(hours: Typed, units: str, left: int) -> None:
    assert available(hours(f"adjust pur-2 --units {units} --reason sorry --format json")) == [left]


@rule("R-9.6")
def test_hours_are_given_away_by_a_length_of_time(hours: Typed) -> None:
    given = hours("transfer pur-2 --to bob --units 1.5h --reason gift --format json")

    assert available(given) == [270, 90]


@rule("R-9.6")
@pytest.mark.parametrize(
    ("command", "remedies"),
    [
        ("adjust pur-2 --units +2", ["2h", "2m"]),
        ("adjust pur-2 --units=-2", ["-2h", "-2m"]),
        ("transfer pur-2 --to bob --units 2", ["2h", "2m"]),
        ("adjust pur-1 --units 90m", ["1"]),
        ("adjust pur-1 --units=-1h", ["-1"]),
        ("transfer pur-1 --to bob --units 1h", ["1"]),
    ],
)
def test_units_of_the_other_kind_are_wrong_usage_and_the_remedy_works(
    hours: Typed, command: str, remedies: list[str]
) -> None:
    refused = hours(f"{command} --reason sorry --format json")

    assert remedied(refused) == remedies
    asked = command.replace("=", " ").rsplit(" ", 1)[0]
    for units in remedies:
        assert hours(f"{asked} {units} --reason sorry --dry-run").code == 0


@rule("R-9.6", "R-1.4")
def test_what_units_were_typed_in_changes_no_fingerprint() -> None:
    """Keys that were recorded before people could type a length of time still name their requests."""
    adjusted = '["adjust", {"purchase": "pur-1", "reason": "sorry", "service": null, "units": 2}]'
    sent = '["transfer", {"purchase": "pur-1", "reason": "gift", "to": "bob", "units": 2}]'

    for unit in (None, "session"):
        adjust = AdjustUnits(purchase="pur-1", units=2, unit=unit, reason="sorry")
        transfer = TransferUnits(purchase="pur-1", to="bob", units=2, unit=unit, reason="gift")
        assert fingerprint_of(adjust, {}) == sha256(adjusted.encode()).hexdigest()
        assert fingerprint_of(transfer, {}) == sha256(sent.encode()).hexdigest()


@rule("R-9.6", "R-1.4")
def test_one_length_of_time_is_one_request_however_typed(hours: Typed) -> None:
    first = hours("adjust pur-2 --units 1.5h --reason sorry --idempotency-key k")
    again = hours("adjust pur-2 --units 90m --reason sorry --idempotency-key k")
    other = hours("adjust pur-2 --units 91m --reason sorry --idempotency-key k --format json")

    assert (first.code, again.out) == (0, first.out)
    assert json.loads(other.err)["error"]["code"] == "idempotency_conflict"
