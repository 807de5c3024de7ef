"""What was agreed at a sale is told wherever the purchase is: to its client, and to who pays."""

import json
from typing import Any

import pytest

from tests.cli.conftest import After, Typed
from tests.rules import rule


@pytest.fixture
def gift(after: After) -> Typed:
    """Bo buys Glow 10 for Ana, below the declared price and from February on; 129.00 is paid, 301.00 due."""
    return after(
        "client add ana --name 'Ana Ilić'",
        "client add bo --name 'Bo Lund'",
        "purchase ana glow-10 --price 430.00 --reason regular --payer bo --starts 2026-02-01 --pay deposit"
        " --method card",
    )


def told(gift: Typed, line: str) -> Any:
    return json.loads(gift(f"{line} --format json").out)


def words(gift: Typed, line: str) -> str:
    """Return what a command prints, with single spaces."""
    return " ".join(gift(line).out.split())


@rule("R-9.7", "R-9.8", "R-4.10")
def test_a_purchase_has_what_was_agreed_as_fields(gift: Typed) -> None:
    (listed,), shown = told(gift, "list"), told(gift, "show pur-1")

    facts = {"agreed": "430.00", "discount": "90.00", "payer": "bo", "payer_name": "Bo Lund"}
    facts |= {"price": "520.00", "total": "430.00", "deposit": "129.00", "first_day": "2026-02-01"}
    facts |= {"last_day": "2026-08-01", "status": "active", "client": "ana"}
    assert {name: listed[name] for name in facts} == facts
    assert {name: shown[name] for name in facts} == facts
    assert shown["price_reason"] == "regular"


@rule("R-9.7", "R-9.8", "R-4.10")
def test_show_says_who_paid_what_was_agreed_why_and_from_when(gift: Typed) -> None:
    shown = gift("show pur-1").out.splitlines()

    assert shown[0].startswith("pur-1  Glow 10: 10 of 10 left, starts 1 February 2026, until 1 August 2026")
    assert "  bought for ana by bo on Mon 5 Jan 2026 10:00" in shown
    assert "  430.00 EUR in all (IVA 23 %: 80.41), 129.00 EUR paid by bo, 301.00 EUR due" in shown
    assert "  520.00 EUR less a discount of 90.00 EUR: regular" in shown
    assert "starts" not in gift("--now 2026-02-01T00:00 show pur-1").out


@rule("R-9.8")
def test_the_client_owes_nothing_and_the_payer_finds_what_is_theirs_to_pay(gift: Typed) -> None:
    ana, bo = told(gift, "show ana"), told(gift, "show bo")

    assert (ana["due"], len(ana["purchases"]), ana["paid_for"]) == ("0.00", 1, [])
    assert (bo["due"], bo["purchases"], [each["purchase"] for each in bo["paid_for"]]) == (
        "301.00",
        [],
        ["pur-1"],
    )
    assert "to be paid" not in gift("show ana").out
    assert "paid for others pur-1 Glow 10: 10 of 10 left" in words(gift, "show bo")
    assert "of Ana Ilić (ana) to be paid pur-1 301.00 EUR" in words(gift, "show bo")


@rule("R-9.8")
def test_purchases_are_listed_by_payer_and_debts_by_who_pays(gift: Typed) -> None:
    gift("purchase bo glow-10 --pay none --method card")

    assert gift("list --payer bo --format ids").out == "pur-1\n"
    assert gift("list bo --due --format ids").out == "pur-1\npur-2\n"
    assert gift("list ana --due --format ids").out == ""
    assert gift("list ana --due").err == "No such purchases.\n"
    assert gift("list ana --format ids").out == "pur-1\n"
    assert "active, starts 1 Feb 2026" in gift("list ana").out
    assert "Bo Lund (bo)" in gift("list ana").out


@rule("R-9.8")
def test_each_gets_a_statement_of_their_own_side(gift: Typed) -> None:
    ana, bo = words(gift, "statement ana"), words(gift, "statement bo")

    assert "Bought for you on 5 January 2026 by Bo Lund. 10 sessions left, starts 1 February 2026" in ana
    assert ana.endswith("Nothing is to be paid.")
    assert "EUR" not in ana
    assert "Bought on 5 January 2026 for Ana Ilić, 430.00 EUR (IVA 23 %: 80.41); 301.00 EUR is still" in bo
    assert "The price was 520.00 EUR less a discount of 90.00 EUR: regular." in bo
    assert "Paid: 129.00 EUR by card on 5 January 2026." in bo
    assert bo.endswith("To be paid in all: 301.00 EUR.")
    assert (told(gift, "statement ana")["due"], told(gift, "statement bo")["due"]) == ("0.00", "301.00")


@rule("R-9.7", "R-9.8")
def test_history_tells_the_sale_as_it_was_agreed(gift: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    sale = words(gift, "history pur-1")

    assert (
        "Glow 10 sold to ana for 430.00 EUR instead of 520.00 EUR, paid by bo, starting 1 February 2026,"
        " until 1 August 2026. 129.00 EUR paid by card."
    ) in sale
    assert "regular" in sale


@rule("R-9.8", "R-11.10")
def test_a_debt_is_told_to_who_pays_and_the_rest_to_the_client(gift: Typed) -> None:
    found = told(gift, "--now 2026-07-30T10:00 reminders --unpaid --expiring-within 14d")

    assert [(each["kind"], each["client"]) for each in found] == [("expiring", "ana"), ("unpaid", "bo")]


@rule("R-9.8", "R-12.4")
def test_what_was_undone_is_not_paid_for_others_and_what_was_voided_after_a_payment_is(gift: Typed) -> None:
    assert gift("purchase bo glow-10 --method card").code == 0
    given = told(gift, "transfer pur-2 --to ana --units 2 --reason gift")
    assert [each["purchase"] for each in told(gift, "show bo")["paid_for"]] == ["pur-1", "pur-3"]

    assert gift(f"undo {given['entry']['seq']} --reason slip").code == 0
    assert gift("void pur-1 --keep-money --reason slip").code == 0

    assert [each["purchase"] for each in told(gift, "show bo")["paid_for"]] == ["pur-1"]
    assert [each["purchase"] for each in told(gift, "statement bo")["paid_for"]] == ["pur-1"]
    assert "pur-3" not in words(gift, "show bo")


@rule("R-9.8", "R-11.1")
def test_reports_by_client_count_money_as_the_payers_and_what_is_owed_as_the_clients(gift: Typed) -> None:
    days = "--from 2026-01-01 --to 2026-01-31 --by client"

    by_client = {
        name: [each["client"] for each in told(gift, f"report {name} {days}")]
        for name in ("payments", "tax", "liability", "sales")
    }

    assert by_client == {"payments": ["bo"], "tax": ["bo"], "liability": ["ana"], "sales": ["ana"]}
    (sold,) = told(gift, f"report sales {days}")
    assert (sold["gross"], sold["discount"], sold["net"]) == ("430.00", "90.00", "349.59")


@rule("R-9.7", "R-12.4")
def test_a_sale_that_is_undone_takes_its_discount_back(gift: Typed) -> None:
    gift("undo 1 --reason 'sold twice'")

    (sold,) = told(gift, "report sales --from 2026-01-01 --to 2026-01-31")

    assert (sold["count"], sold["gross"], sold["discount"]) == (0, "0.00", "0.00")


@rule("R-9.8", "R-1.12")
def test_a_payer_who_owes_is_erased_only_when_that_is_meant_and_the_client_is_not_held_up(
    gift: Typed,
) -> None:
    refused = gift("client erase bo --format json")
    assert json.loads(refused.err)["error"]["details"]["due"] == [{"thing": "pur-1", "amount": "301.00"}]
    assert "301.00" not in gift("client erase ana").err

    assert gift("client erase bo --yes").code == 0

    key = told(gift, "show pur-1")["payer"]
    assert key.startswith("c")
    assert told(gift, "show pur-1")["price_reason"] is None
    assert gift(f"client erase {key}").code == 0


@rule("R-9.8", "R-1.4")
def test_the_payer_is_part_of_the_request_however_they_are_typed(gift: Typed) -> None:
    first = "purchase ana glow-10 --method card --idempotency-key k-1 --payer"

    assert gift(f"{first} bo").code == 0
    assert gift(f"{first} 'Bo Lund'").out == gift(f"{first} bo").out
    assert "idempotency_conflict" in gift(f"{first} ana --format json").err
    assert "idempotency_conflict" in gift(f"{first} bo --price 1 --reason x --format json").err
    assert "idempotency_conflict" in gift(f"{first} bo --starts 2026-02-01 --format json").err


@rule("R-9.8")
def test_only_the_client_is_added_when_new(gift: Typed) -> None:
    refused = gift("purchase dee glow-10 --payer eli --method card --new-client --format json")
    assert json.loads(refused.err)["error"]["code"] == "unknown_client"
    assert "dee" not in gift("client list").out

    assert gift("purchase dee glow-10 --payer bo --method card --new-client").code == 0
