"""`refund`: a quote shows the lines it is the sum of; visits at their price and some units go back too."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule
from trafftpkg.engine.requests.base import fingerprint_of
from trafftpkg.engine.requests.refund import RefundPurchase


def test_a_quote_is_the_sum_of_its_lines(typed: Typed) -> None:
    typed("--now 2026-01-05T10:00 purchase ana glow-10 --new-client --pay deposit --method mbway")
    typed("--now 2026-01-05T10:00 pay pur-1 all --method card")
    typed("--now 2026-01-05T10:00 book ana facial --at 2026-01-12T10:00")
    line = "--now 2026-01-20T10:00 refund pur-1 --reason x"

    quote = json.loads(typed(f"{line} --dry-run --format json").out)
    told = typed(f"{line} --basis list-price --dry-run").out
    done = json.loads(typed(f"{line} --format json").out)

    assert [(each["kind"], each["amount"], each["units"]) for each in quote["quote"]] == [
        ("paid", "520.00", None),
        ("used", "-52.00", 1),
    ]
    back = [(each["method"], each["amount"]) for each in done["payments"]]
    assert back == [("card", "-364.00"), ("mbway", "-104.00")]
    assert sum(Decimal(each["amount"]) for each in quote["quote"]) == Decimal("468.00")
    assert "of Atlantic facial at list price" in told
    assert "quote" not in done


def test_a_visit_at_its_price_and_some_units_are_paid_back(typed: Typed) -> None:
    typed("--now 2026-01-05T10:00 purchase ana glow-10 --new-client --method card")
    typed("--now 2026-01-05T10:00 book ana facial --at 2026-01-12T10:00 --without-package")
    typed("--now 2026-01-05T10:00 pay apt-1 all --method cash")
    now = "--now 2026-01-05T10:00 refund"

    mistaken = typed(f"{now} apt-1 --units 1 --reason x")
    visit = json.loads(typed(f"{now} apt-1 --cancel-appointments --reason x --format json").out)
    units = json.loads(typed(f"{now} pur-1 --units 2 --reference R-1 --reason x --format json").out)

    assert mistaken.code == 2
    assert [(each["appointment"], each["method"]) for each in visit["payments"]] == [("apt-1", "cash")]
    assert (units["payments"][0]["amount"], units["payments"][0]["reference"]) == ("-104.00", "R-1")
    assert (units["purchases"][0]["status"], units["purchases"][0]["refunded"]) == ("active", 2)


def test_the_tax_of_a_purchase_is_within_what_is_owed_for_it_now(typed: Typed) -> None:
    sold = json.loads(typed("purchase ana glow-10 --new-client --method card --format json").out)
    left = json.loads(typed("refund pur-1 --units 5 --reason x --format json").out)

    money = [(each["total"], each["tax"]) for each in (*sold["purchases"], *left["purchases"])]
    assert money == [("520.00", "97.24"), ("260.00", "48.62")]


@rule("R-7.15")
@pytest.mark.parametrize(
    ("declared", "promised", "asked", "back"),
    [
        ("refunds: list-price", "", "", "458.00"),
        ("refunds: list-price", "", "--basis pro-rata", "468.00"),
        ("refunds: none", "", "--basis pro-rata", "468.00"),
        ("refunds: none", "", "--amount 20", "20.00"),
        ("refunds: none", "refunds: pro-rata", "", "468.00"),
        ("", "", "", "468.00"),
    ],
)
def test_a_refund_goes_by_what_was_promised(
    typed: Typed, catalogue: Path, declared: str, promised: str, asked: str, back: str
) -> None:
    changed(catalogue / "business.yaml", "refunds: pro-rata", declared)
    changed(catalogue / "packages/glow-10.yaml", "validity:", f"{promised}\nvalidity:")
    typed("purchase ana glow-10 --new-client --method card")
    typed("book ana facial --at 2026-01-12T10:00")
    # What was sold keeps its promise.
    changed(
        catalogue / "business.yaml", declared or "booking:", (declared and "refunds: pro-rata") or "booking:"
    )

    done = typed(f"--now 2026-01-20T10:00 refund pur-1 --reason x {asked} --format json")

    assert [each["amount"] for each in json.loads(done.out)["payments"]] == [f"-{back}"]


@rule("R-7.15")
@pytest.mark.parametrize("part", ["", "--units 2"])
def test_after_no_refunds_were_promised_staff_say_how(typed: Typed, catalogue: Path, part: str) -> None:
    changed(catalogue / "business.yaml", "refunds: pro-rata", "refunds: none")
    typed("purchase ana glow-10 --new-client --method card")

    refused = typed(f"refund pur-1 --reason x {part}")

    assert (refused.code, refused.err.splitlines()[0]) == (2, "error: pur-1 was sold without refunds.")
    assert typed(f"refund pur-1 --reason x --basis pro-rata {part}").code == 0
    assert "refunds   none" in typed("catalog show glow-10").out


def test_a_refund_keeps_its_key_from_before_anything_was_promised() -> None:
    usual, spoken = RefundPurchase(purchase="pur-1"), RefundPurchase(purchase="pur-1", basis="pro-rata")

    assert fingerprint_of(usual, {}) == fingerprint_of(spoken, {})


def changed(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text().replace(old, new))
