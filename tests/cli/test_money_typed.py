"""R-7.8: wherever money is typed, what cannot be meant is one clear error, and nothing is written."""

import json
import re
from itertools import product
from pathlib import Path

import pytest

from tests.cli.conftest import After, Typed
from tests.rules import rule

LEDGER = "ledger.jsonl"


@pytest.fixture
def till(after: After) -> Typed:
    """pur-1 has 420.00 of 520.00 due, pur-2 is paid by card and on site; apt-1 is not paid, apt-2 is.

    pur-3 was used once and voided unpaid, so 52.00 of it are due; pur-4 was refunded in full.
    """
    typed = after(
        "client add ana",
        "purchase ana glow-10 --pay 100.00 --method card",
        "purchase ana glow-10 --pay 500.00 --method card",
        "pay pur-2 all --method mbway",
        "book ana facial --at 2026-01-20T10:00 --without-package",
        "book ana facial --at 2026-01-21T10:00 --without-package",
        "pay apt-2 all --method card",
        "purchase ana glow-10 --pay none --method on-site",
        "book ana facial --at 2026-01-07T10:00 --from pur-3",
        "--now 2026-01-08T10:00 void pur-3 --reason x",
        "--now 2026-01-08T10:01 purchase ana glow-10 --method card",
        "--now 2026-01-08T10:02 refund pur-4 --reason x",
    )
    return lambda line: typed(f"--now 2026-01-09T10:00 {line}")


def refused(till: Typed, line: str) -> tuple[int, str, str, str]:
    """Return exit code, error code, problem and remedy of a line that writes nothing."""
    before = Path(LEDGER).read_bytes()
    printed = till(line.replace(" -- ", " --format json -- ") if " -- " in line else f"{line} --format json")
    assert Path(LEDGER).read_bytes() == before
    assert not printed.out
    (last,) = printed.err.splitlines()[-1:]
    error = json.loads(last)["error"]
    return printed.code, error["code"], error["problem"], error["remedy"]


DOORS = (
    "purchase ana glow-10 --method card --pay={}",
    "purchase ana glow-10 --method card --reason x --price={}",
    "pay pur-1 --method card -- {}",
    "pay apt-1 --method card -- {}",
    "refund pur-2 --reason x --amount={}",
    "refund pur-2 --reason x --goodwill --amount={}",
    "refund apt-2 --reason x --amount={}",
    "refund apt-2 --reason x --goodwill --amount={}",
)
OF_NOTHING = "purchase ana glow-10 --method card --reason x --price={}"
"""Only a price may be nothing."""


@rule("R-7.8")
def test_an_amount_that_is_none_is_refused_at_every_door(till: Typed) -> None:
    typed = ("-5", "10,50", "abc", "1e3", "", "5EUR", "٣", "1234567890123456", "NaN")
    for door, amount in product(DOORS, typed):
        code, name, problem, remedy = refused(till, door.format(amount or "''"))

        assert (code, name) == (2, "usage"), (amount, problem)
        assert f"'{amount}' is not valid for" in problem
        assert ("10.50" if amount == "10,50" else "such as 480") in remedy


@rule("R-7.8")
@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
def test_an_amount_that_a_remedy_gives_as_an_example_can_be_typed_in_every_currency(
    typed: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch, currency: str
) -> None:
    monkeypatch.delenv("TRAFFTPKG_CATALOG", raising=False)
    assert typed(f"init . --currency {currency} --time-zone Asia/Tokyo").code == 0
    assert typed("catalog set massage-5 price.amount=1000").code == 0
    assert typed("purchase ana massage-5 --new-client --pay none").code == 0

    *_, remedy = refused(typed, "pay pur-1 ￥480 --method card")

    (example,) = re.findall(r"such as ([0-9.]*\d)", remedy)
    assert typed(f"pay pur-1 {example} --method card").code == 0


@rule("R-7.8", "R-9.7")
def test_an_amount_of_wrong_digits_is_refused_at_every_door(till: Typed) -> None:
    for door in DOORS:
        for amount, instead in (
            ("10.480", "10480.00 or 10.48"),
            ("10.0010", "an amount, for example 10.00"),
        ):
            code, name, problem, remedy = refused(till, door.format(amount))

            assert (code, name, remedy) == (2, "usage", f"Give {instead}."), door
            assert problem == f"{amount} has more digits than EUR has: its smallest unit is 0.01."


@rule("R-7.8")
def test_an_amount_of_nothing_is_refused_at_every_door_but_as_a_price(till: Typed) -> None:
    for door, nothing in product((each for each in DOORS if each != OF_NOTHING), ("0", "0.00")):
        code, name, problem, remedy = refused(till, door.format(nothing))
        assert (code, name) == (2, "usage")
        assert problem in (f"'{nothing}' is not valid for {what}." for what in ("--pay", "AMOUNT")) or (
            problem == f"{nothing} EUR is too little."
        )
        assert "above 0" in remedy or "0.01 or more" in remedy


@rule("R-7.8", "R-9.7")
def test_more_than_there_is_is_refused_at_every_door_with_what_there_is(till: Typed) -> None:
    for door in DOORS:
        _, name, problem, _ = refused(till, door.format("999999.00"))

        assert name in ("payment_exceeds_due", "refund_exceeds_paid", "usage")
        assert "999999.00" in problem
        assert any(most in problem for most in ("520.00", "420.00", "62.00"))


REFUSED = {
    "pay pur-1 10 --method paypal": (
        "payment_method_not_accepted",
        "'paypal' is not accepted here. Accepted: card, mbway, on-site.",
    ),
    "pay apt-1 10 --method paypal": ("payment_method_not_accepted", "'paypal' is not accepted here."),
    "pay pur-1 10": ("usage", "A payment method is needed"),
    "purchase ana glow-10 --method paypal": ("payment_method_not_accepted", "'paypal' is not accepted here."),
    "refund pur-2 --reason x --method paypal": (
        "payment_method_not_accepted",
        "'paypal' is not accepted here. Accepted: mbway, card.",
    ),
    "refund pur-2 --reason x --method mbway": (
        "refund_exceeds_paid",
        "pur-2: 20.00 was paid by mbway, less than 520.00.",
    ),
    "refund apt-1 --reason x --amount 5": ("refund_exceeds_paid", "Nothing can be paid back for apt-1"),
    "refund apt-1 --reason x --cancel-appointments": ("usage", "apt-1 was not overpaid."),
    "refund pur-2 --reason x --units 11": ("not_enough_units", "pur-2 has 10 sessions free."),
    "refund pur-2 --reason x --units 0": ("usage", "'0' is not valid for --units."),
    "refund pur-2 --reason x --units -1": ("usage", "'-1' is not valid for --units."),
    "refund pur-2 --reason x --units 1.5": ("usage", "'1.5' is not valid for --units."),
    "adjust pur-2 --reason x --units 0": ("usage", "'0' is not valid for --units."),
    "adjust pur-2 --reason x --units -11": ("not_enough_units", "pur-2 has 10 sessions free."),
    "pay pur-2 1 --method card": ("payment_exceeds_due", "pur-2 has nothing due."),
    "pay pur-2 all --method card": ("payment_exceeds_due", "pur-2 has nothing due."),
    "pay apt-2 all --method card": ("payment_exceeds_due", "apt-2 has nothing due."),
    "pay pur-3 52.01 --method card": ("payment_exceeds_due", "pur-3 has 52.00 due. 52.01 is too much."),
    "pay pur-4 1 --method card": ("purchase_ended", "pur-4 was refunded on Thu 8 Jan 2026 10:02."),
    "refund pur-3 --reason x --amount 1": ("refund_exceeds_paid", "Nothing can be paid back for pur-3"),
    "refund pur-4 --reason x --amount 1": ("refund_exceeds_paid", "Nothing can be paid back for pur-4"),
    "refund pur-4 --reason x --amount 1 --goodwill": (
        "refund_exceeds_paid",
        "Nothing can be paid back for pur-4",
    ),
    "refund pur-4 --reason x": ("purchase_ended", "pur-4 was refunded on"),
    "pay pur-2 --reverse 1 --reason x": ("cannot_undo", "Entry 1 recorded no payment for pur-2."),
    "pay pur-2 --reverse 99 --reason x": ("cannot_undo", "Entry 99 recorded no payment for pur-2."),
    "pay pur-2 --reverse 0 --reason x": ("usage", "'0' is not valid for --reverse."),
    "pay pur-4 --reverse 10 --reason x": (
        "cannot_undo",
        "The payment of entry 10 for pur-4 was paid back since",
    ),
    "pay pur-1 -5 --method card": ("usage", "AMOUNT cannot be below zero. Give an amount above 0."),
    "refund pur-2 -5 --reason x": ("usage", "A number cannot be below zero here."),
    "pay pur-2 5 --reverse 2 --reason x": ("usage", "cannot be used together"),
    "void pur-2 --reason x": ("money_was_paid", "520.00 was paid for pur-2"),
    "void pur-4 --reason x": ("purchase_ended", "pur-4 was refunded on"),
}


@rule("R-7.8", "R-7.10", "R-7.11")
def test_what_money_cannot_do_is_refused_with_facts(till: Typed) -> None:
    for line, (code, problem) in REFUSED.items():
        exit_code, found, said, _ = refused(till, line)

        assert (exit_code, found) == (2 if code == "usage" else 1, code), (line, said)
        assert problem in said, line


@rule("R-12.2")
def test_a_payment_is_reversed_once(till: Typed) -> None:
    assert till("pay pur-1 --reverse 1 --reason x").code == 0

    _, code, problem, _ = refused(till, "pay pur-1 --reverse 1 --reason x")

    assert (code, problem) == ("cannot_undo", "The payment of entry 1 for pur-1 was taken back already.")


def test_the_remedy_works_when_it_is_typed(till: Typed) -> None:
    for line, instead in (
        ("pay pur-1 421 --method card", "pay pur-1 all --method card"),
        ("pay pur-3 53 --method card", "pay pur-3 all --method card"),
        ("pay pur-2 1 --method card", "show pur-2"),
        ("refund pur-4 --reason x --amount 1", "show pur-4"),
        ("pay pur-4 1 --method card", "show pur-4"),
        ("pay pur-2 --reverse 1 --reason x", "history pur-2"),
    ):
        *_, remedy = refused(till, line)

        assert f"trafftpkg {instead}" in remedy.replace("METHOD", "card")
        assert till(instead).code == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("purchase ana glow-10 --method card --pay half", "full, deposit, none, or an amount"),
        ("pay pur-1 everything --method card", "all, or an amount"),
    ],
)
def test_where_a_word_may_stand_for_an_amount_the_remedy_names_it(till: Typed, line: str, words: str) -> None:
    code, _, _, remedy = refused(till, line)

    assert code == 2
    assert words in remedy
