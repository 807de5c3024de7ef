"""R-11: what is owed to clients, and how it moves."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.cli.views.report import REPORTS, question_for
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.flows import MovementOf
from trafftpkg.domain.ids import ClientKey, PurchaseId
from trafftpkg.domain.movements import Movement, money_of
from trafftpkg.domain.terms import Validity
from trafftpkg.domain.value import replace
from trafftpkg.engine.questions.debts import Debts
from trafftpkg.engine.questions.report import Moved, ReportField, ReportRow
from trafftpkg.engine.requests.import_balance import ImportBalance

SOLD = {"sold": "100.00", "received": "100.00"}
THREE = package("three", inclusion("facial", 3), price="100.00", validity=Validity(days=30))
MIX = package(
    "mix",
    inclusion("facial", 2),
    inclusion("massage", 2),
    price="99.99",
    validity=Validity(days=30),
)
COLUMNS = tuple(each for each in REPORTS["liability"].columns if each != "currency")


def report(
    business: Story, first: str, last: str, *by: ReportField, on: str | None = None, **options: Any
) -> tuple[ReportRow, ...]:
    """Return the rows of a report over these days."""
    business.now = on or business.now
    as_of = options.pop("as_of", None)
    name = options.pop("name", "liability")
    asked = replace(question_for(name, date.fromisoformat(first), date.fromisoformat(last), by), **options)
    return business.engine.ask(asked, as_of=as_of).rows


def owed(amount: str) -> dict[str, str]:
    """Return the columns that say what is owed in the end."""
    return {"closing": amount, "owed": amount}


def told(row: ReportRow) -> dict[str, str]:
    """Return a row as people read it, without what is nothing."""
    columns = {name: str(REPORTS["liability"].columns[name](row, "EUR")) for name in COLUMNS}
    return {name: amount for name, amount in columns.items() if Decimal(amount)}


@rule("R-11.1")
def test_a_price_is_shared_over_the_visits_exactly_to_the_cent(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    for day in ("2026-01-12", "2026-01-13", "2026-01-14"):
        business.books("facial", for_="ana", at=f"{day}T10:00")

    days = [report(business, f"2026-01-{day}", f"2026-01-{day}", on="2026-02-20")[0] for day in (12, 13, 14)]

    assert [told(each)["redeemed"] for each in days] == ["33.33", "33.34", "33.33"]
    assert days[-1].closing == 0


@rule("R-11.1")
def test_each_month_opens_with_what_the_last_one_closed_with(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    business.sells("three", to="eve", on="2026-02-05")

    rows = report(business, "2026-01-01", "2026-03-31", "month", on="2026-04-20")

    assert [(each.key, told(each)) for each in rows] == [
        (("2026-01",), {**SOLD, "redeemed": "33.33", **owed("66.67")}),
        (("2026-02",), {"opening": "66.67", **SOLD, "lapsed": "66.67", **owed("100.00")}),
        (("2026-03",), {"opening": "100.00", "lapsed": "100.00"}),
    ]


@rule("R-11.2")
def test_a_visit_counts_on_the_day_it_begins_and_not_when_it_is_booked(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00", on="2026-01-06")

    before = report(business, "2026-01-05", "2026-01-11", on="2026-02-01")
    after = report(business, "2026-01-12", "2026-01-12")

    assert told(before[0]) == {**SOLD, **owed("100.00")}
    assert told(after[0]) == {"opening": "100.00", "redeemed": "33.33", **owed("66.67")}


@rule("R-11.2")
def test_what_lapses_counts_at_the_midnight_after_the_last_day_whenever_it_is_written_down(
    business: Story,
) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    days = [("2026-02-04", "2026-02-04"), ("2026-02-05", "2026-02-05"), ("2026-02-06", "2026-02-28")]

    unwritten = [report(business, *each, on="2026-02-20") for each in days]
    business.expires(on="2026-02-20")

    assert [told(each[0]) for each in unwritten] == [
        {"opening": "100.00", **owed("100.00")},
        {"opening": "100.00", "lapsed": "100.00"},
        {},
    ]
    assert [report(business, *each) for each in days] == unwritten


@rule("R-11.3")
def test_a_day_that_is_over_does_not_change_when_a_visit_is_given_back_later(business: Story) -> None:
    business.cancellation(no_show="release")
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    then = report(business, "2026-01-12", "2026-01-12", on="2026-01-14")

    business.misses(visit, on="2026-01-15")

    assert report(business, "2026-01-12", "2026-01-12") == then
    (row,) = report(business, "2026-01-15", "2026-01-15")
    assert told(row) == {"opening": "66.67", "redeemed": "-33.33", **owed("100.00")}


@rule("R-11.3")
def test_a_missed_visit_whose_units_lapse_is_redeemed_less_and_lapsed_more(business: Story) -> None:
    business.cancellation(no_show="release")
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    visit = business.makes_appointment("facial", for_="ana", at="2026-02-04T10:00")

    business.misses(visit, on="2026-02-10")

    (row,) = report(business, "2026-02-10", "2026-02-10")
    assert told(row) == {"redeemed": "-33.33", "lapsed": "33.33"}


@rule("R-11.4")
def test_what_is_given_away_leaves_one_purchase_and_enters_another(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.transfers(1, of="pur-1", to="eve", on="2026-01-06")

    rows = report(business, "2026-01-06", "2026-01-06", "client")

    assert [(each.key, told(each)) for each in rows] == [
        (("ana",), {"opening": "100.00", "adjusted": "-33.33", **owed("66.67")}),
        (("eve",), {"adjusted": "33.33", **owed("33.33")}),
    ]


@rule("R-11.4")
def test_an_unpaid_sale_owes_nothing_and_money_that_is_kept_is_earned(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05", pay="none")
    business.sells("three", to="eve", on="2026-01-05")
    business.sells("three", to="ivo", on="2026-01-05")
    business.voids("pur-1", on="2026-01-06")
    business.refunds("pur-2", on="2026-01-06")
    business.voids("pur-3", on="2026-01-06")

    (row,) = report(business, "2026-01-06", "2026-01-06")

    assert told(row) == {"opening": "200.00", "refunded": "100.00", "lapsed": "100.00"}


@rule("R-11.4")
def test_units_added_by_hand_add_nothing_and_nobody_earns_what_lapses_unpaid(business: Story) -> None:
    business.offers(package("three", inclusion("facial", 3), price="100.00", validity=Validity(days=30)))
    business.sells("three", to="ana", on="2026-01-05", pay="none", method="on-site")
    business.adjusts("pur-1", 1, on="2026-01-06")

    assert told(report(business, "2026-01-06", "2026-01-06")[0]) == {}
    (lapsed,) = report(business, "2026-02-05", "2026-02-05", on="2026-02-05T12:00")
    assert told(lapsed) == {}
    business.takes("40.00", for_="pur-1", on="2026-02-06")
    (paid,) = report(business, "2026-02-06", "2026-02-06")
    assert told(paid) == {"received": "40.00", "lapsed": "40.00"}


@rule("R-11.4")
def test_an_imported_balance_is_owed_as_if_sold_and_is_no_sale(business: Story) -> None:
    business.offers(THREE)
    business.knows("ana")
    business.does(ImportBalance(client="ana", package="three", reference="old-1", used=1), on="2026-01-06")

    (row,) = report(business, "2026-01-06", "2026-01-06")

    assert told(row) == {"adjusted": "66.67", **owed("66.67")}
    assert report(business, "2026-01-06", "2026-01-06", "package", name="sales") == ()


@rule("R-11.5")
def test_a_period_that_is_not_over_is_judged_as_of_now(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00")

    (before,) = report(business, "2026-01-01", "2026-12-31", on="2026-01-12T09:59")
    (after,) = report(business, "2026-01-01", "2026-12-31", on="2026-01-12T10:00")
    (to_come,) = report(business, "2026-06-01", "2026-06-30")

    assert told(before) == {**SOLD, **owed("100.00")}
    assert told(after) == {**SOLD, "redeemed": "33.33", **owed("66.67")}
    assert told(to_come) == {"opening": "66.67", **owed("66.67")}


@rule("R-11.5")
def test_days_are_those_of_the_business(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05T23:30")

    (row,) = report(business, "2026-01-05", "2026-01-05", on="2026-01-07")

    assert told(row) == {**SOLD, **owed("100.00")}


def test_by_service_a_visit_earns_what_it_is_worth_and_what_lapses_is_of_none(business: Story) -> None:
    business.offers(MIX)
    business.sells("mix", to="ana", on="2026-01-05")
    business.books("massage", for_="ana", at="2026-01-12T10:00", location="centre")

    rows = report(business, "2026-01-01", "2026-12-31", "service", on="2027-02-01", name="revenue")

    assert [(each.key, each.of("redeemed").value, each.of("lapsed").value) for each in rows] == [
        (("massage",), 2_500, 0),
        ((None,), 0, 7_499),
    ]


def test_a_visit_that_is_given_back_is_not_counted_as_used(business: Story) -> None:
    business.cancellation(no_show="release")
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    business.books("facial", for_="ana", at="2026-01-13T10:00")
    business.misses(visit, on="2026-01-15")

    (row,) = report(business, "2026-01-01", "2026-01-31", "package", on="2026-02-01", name="usage")

    assert (row.unit, row.of("redeemed").times, row.of("redeemed").units) == ("session", 1, 1)


def test_as_of_an_earlier_moment_a_report_knows_what_was_known_then(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.sells("three", to="eve", on="2026-01-08")

    then = datetime.fromisoformat("2026-01-07T10:00")
    (row,) = report(business, "2026-01-01", "2026-01-31", on="2026-02-20", as_of=then)

    assert told(row) == {**SOLD, **owed("100.00")}


def test_a_report_of_nothing_has_a_row_that_says_so(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")

    (row,) = report(business, "2025-01-01", "2025-01-31")

    assert told(row) == {}
    assert report(business, "2025-01-01", "2025-01-31", "package") == ()


def test_a_period_that_ends_before_it_begins_is_wrong_usage(business: Story) -> None:
    with pytest.raises(BadArgumentError):
        report(business, "2026-02-01", "2026-01-31")


def test_a_free_package_is_sold_and_used_at_nothing(business: Story) -> None:
    business.offers(package("gift", inclusion("facial", 2), price="0.00"))
    business.sells("gift", to="ana", on="2026-01-05", pay="none", method=None)
    business.books("facial", for_="ana", at="2026-01-12T10:00")

    (row,) = report(business, "2026-01-01", "2026-01-31", "package", on="2026-02-01", name="usage")

    assert told(row) == {}
    assert row.of("redeemed").units == 1
    assert report(business, "2026-01-01", "2026-01-31", name="sales")[0].of("sold").times == 1


def test_money_has_the_currency_s_digits() -> None:
    assert (money_of(1234, "EUR"), money_of(1234, "JPY"), money_of(1234, "BHD")) == (
        Decimal("12.34"),
        Decimal(1234),
        Decimal("1.234"),
    )


TAXED = package("taxed", inclusion("facial", 5), price="120.00", taxes=("vat",), validity=Validity(days=30))


def taxes(business: Story, first: str, last: str) -> list[tuple[str | None, int, int]]:
    """Return the label, the base and the tax of each row of the report of taxes."""
    rows = report(business, first, last, "tax", name="tax")
    moved = [(row.key[0], row.of("taxed")) for row in rows]
    return [(label, each.value, each.gross - each.value) for label, each in moved]


@rule("R-11.1")
def test_revenue_and_what_is_owed_are_without_taxes(business: Story) -> None:
    business.offers(TAXED)
    business.sells("taxed", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-06T10:00", on="2026-01-05")

    (row,) = report(business, "2026-01-05", "2026-01-06", on="2026-01-07")

    assert told(row) == {"sold": "100.00", "received": "100.00", "redeemed": "20.00", **owed("80.00")}


@rule("R-11.1")
def test_what_was_used_and_not_paid_is_receivable(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05", pay="none", method="on-site")
    business.books("facial", for_="ana", at="2026-01-06T10:00", on="2026-01-05")
    business.makes_appointment("facial", for_="eve", at="2026-01-06T12:00", without_package=True)

    (used,) = report(business, "2026-01-05", "2026-01-06", on="2026-01-07")
    business.takes("33.33", for_="pur-1", on="2026-01-08")
    business.takes("60.00", for_="apt-2")
    (paid,) = report(business, "2026-01-08", "2026-01-08")

    assert told(used)["receivable"] == "93.33"
    assert told(paid) == {"opening": "-93.33", "received": "93.33"}


@rule("R-8.8", "R-11.2")
@pytest.mark.parametrize("paid_by", ["a package", "its price"])
def test_some_of_a_party_who_were_missed_change_no_day_that_is_over(business: Story, paid_by: str) -> None:
    business.offers(package("class", inclusion("yoga", 4), price="100.00"))
    business.sells("class", to="ana", on="2026-01-05")
    at_price = paid_by == "its price"
    business.booking("yoga", for_="ana", at="2026-01-12T18:00", party=2, without_package=at_price)
    before = report(business, "2026-01-12", "2026-01-12", on="2026-01-13T09:00")

    business.misses("apt-1", verdict="release", places=1)

    assert report(business, "2026-01-12", "2026-01-12") == before
    (row,) = report(business, "2026-01-13", "2026-01-13")
    assert told(row)["redeemed"] == ("-15.00" if at_price else "-25.00")
    business.undoes(on="2026-01-14T09:00")
    (row,) = report(business, "2026-01-14", "2026-01-14")
    assert told(row)["redeemed"] == ("15.00" if at_price else "25.00")
    assert Decimal(told(row)["closing"]) == before[0].closing / 100


@rule("R-11.7")
def test_a_tax_falls_due_when_money_comes_in_and_is_released_by_what_lapses(business: Story) -> None:
    business.offers(TAXED)
    business.sells("taxed", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-06T10:00", on="2026-01-05")

    assert taxes(business, "2026-01-05", "2026-01-05") == [("vat 20", 100_00, 20_00)]
    assert taxes(business, "2026-01-06", "2026-01-06") == []
    business.now = "2026-02-20"
    assert taxes(business, "2026-02-05", "2026-02-05") == [("vat 20", -80_00, -16_00)]


@rule("R-11.7")
def test_a_tax_may_fall_due_as_visits_are_used(business: Story) -> None:
    business.offers(TAXED)
    business.declares(tax_point="redemption")
    business.sells("taxed", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-06T10:00", on="2026-01-05")

    assert taxes(business, "2026-01-05", "2026-01-05") == []
    business.now = "2026-01-07"
    assert taxes(business, "2026-01-06", "2026-01-06") == [("vat 20", 20_00, 4_00)]


@rule("R-11.8")
def test_sales_are_told_less_what_voids_and_refunds_let_go(business: Story) -> None:
    business.offers(TAXED)
    for client in ("ana", "eve", "ivo"):
        business.sells("taxed", to=client, on="2026-01-05", pay="none" if client == "ivo" else "full")
    business.refunds("pur-2", on="2026-01-06")
    business.voids("pur-3", on="2026-01-06")

    (row,) = report(business, "2026-01-01", "2026-01-31", on="2026-02-01", name="sales")

    columns = {name: read(row, "EUR") for name, read in REPORTS["sales"].columns.items()}
    assert columns == {
        "currency": "EUR",
        "count": 3,
        "gross": "360.00",
        "discount": "0.00",
        "tax": "60.00",
        "voided": "100.00",
        "refunded": "100.00",
        "net": "100.00",
    }


@rule("R-11.8", "R-12.1")
def test_what_is_said_of_a_visit_after_the_end_of_its_purchase_changes_what_was_let_go(
    business: Story,
) -> None:
    def voided() -> str:
        (row,) = report(business, "2026-01-01", "2026-01-31", name="sales")
        return str(REPORTS["sales"].columns["voided"](row, "EUR"))

    business.offers(TAXED)
    sold = business.sells("taxed", to="ana", on="2026-01-05")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-06T10:00")
    business.voids(sold, on="2026-01-07")  # the money is kept
    told = [voided()]
    business.misses(visit, verdict="release")
    told.append(voided())
    business.corrects(visit, was="used")
    told.append(voided())

    assert told == ["0.00", "20.00", "0.00"]


@rule("R-11.9")
def test_a_payment_that_was_typed_wrong_is_received_less_and_no_refund(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.reverses(1, of="pur-1", on="2026-01-06")

    rows = report(business, "2026-01-05", "2026-01-06", on="2026-01-07", name="payments")

    assert [(row.key, row.of("received").gross, row.of("refunded")) for row in rows] == [
        (("2026-01-05", "card"), 100_00, Moved()),
        (("2026-01-06", "card"), -100_00, Moved()),
    ]


def debts(business: Story, first: str, last: str, *by: ReportField, on: str) -> list[tuple[object, ...]]:
    """Return key, opening, charged, settled, closing, due and since of the rows of `report receivables`."""
    rows = report(business, first, last, *by, on=on, name="receivables")
    return [
        (
            "/".join(str(each) for each in row.key),
            row.receivable_before,
            row.of("receivable").value,
            row.of("settled").value,
            row.receivable,
            row.due,
            None if row.since is None else row.since.isoformat(),
        )
        for row in rows
    ]


@rule("R-11.12")
def test_receivables_say_who_owes_for_what_and_since_when(business: Story) -> None:
    business.offers(replace(THREE, taxes=("vat",)))
    business.sells("three", to="ana", on="2026-01-05", pay="none", method="on-site")
    business.sells("three", to="eve", on="2026-01-05")
    for day in ("2026-01-07T10:00", "2026-01-08T10:00"):
        business.books("facial", for_="ana", at=day, on="2026-01-05")
    business.makes_appointment("facial", for_="eve", at="2026-01-06T12:00", without_package=True)
    business.takes("30.00", for_="pur-1", on="2026-01-07T12:00")

    january = debts(business, "2026-01-01", "2026-01-31", "client", "purchase", on="2026-02-20")
    eighth = debts(business, "2026-01-08", "2026-01-08", "client", on="2026-02-20")
    days = debts(business, "2026-01-06", "2026-01-08", "day", on="2026-02-20")

    assert january == [
        ("ana/pur-1", 0, 55_56, 25_00, 30_56, 36_67, "2026-01-07"),
        ("eve/apt-3", 0, 60_00, 0, 60_00, 60_00, "2026-01-06"),
    ]
    assert eighth == [
        ("ana", 2_77, 27_79, 0, 30_56, 36_67, "2026-01-07"),
        ("eve", 60_00, 0, 0, 60_00, 60_00, "2026-01-06"),
    ]
    assert [each[1:] for each in days] == [
        (0, 60_00, 0, 60_00, 60_00, None),
        (60_00, 27_77, 25_00, 62_77, 63_33, None),
        (62_77, 27_79, 0, 90_56, 96_67, None),
    ]


@rule("R-11.12")
def test_who_has_paid_and_owes_again_owes_since_then(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05", pay="none", method="on-site")
    business.books("facial", for_="ana", at="2026-01-07T10:00", on="2026-01-05")
    business.takes("33.33", for_="pur-1", on="2026-01-08")
    business.books("facial", for_="ana", at="2026-01-12T10:00", on="2026-01-08")

    found = [debts(business, "2026-01-01", f"2026-01-{day}", on="2026-02-20") for day in ("07", "08", "12")]
    paid = debts(business, "2026-01-08", "2026-01-08", "client", "purchase", on="2026-02-20")

    assert [[row[4:] for row in rows] for rows in found] == [
        [(33_33, 33_33, "2026-01-07")],
        [(0, 0, None)],
        [(33_34, 33_34, "2026-01-12")],
    ]
    assert paid == [("ana/pur-1", 33_33, 0, 33_33, 0, 0, None)]


@rule("R-7.6", "R-11.1")
def test_money_covers_what_is_left_before_what_lapsed(business: Story) -> None:
    business.offers(replace(THREE, price=Decimal("90.00")))
    business.sells("three", to="ana", on="2026-01-05", pay=Decimal("70.00"), method="card")
    business.adjusts("pur-1", -1, on="2026-01-06")

    (row,) = report(business, "2026-01-05", "2026-01-06", on="2026-01-07")

    assert told(row) == {"sold": "90.00", "received": "70.00", "lapsed": "10.00", **owed("60.00")}


@rule("R-11.12")
def test_a_client_owes_since_the_oldest_debt_and_until_the_moment_it_is_paid(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05", pay="none", method="on-site")
    business.makes_appointment("facial", for_="ana", at="2026-01-06T12:00", without_package=True)
    business.books("facial", for_="ana", at="2026-01-07T10:00", on="2026-01-05")
    business.takes("60.00", for_="apt-1", on="2026-01-09T00:00")

    eighth = debts(business, "2026-01-08", "2026-01-08", "client", on="2026-02-20")
    ninth = debts(business, "2026-01-09", "2026-01-09", "client", on="2026-02-20")

    assert [(each[4], each[6]) for each in (*eighth, *ninth)] == [
        (93_33, "2026-01-06"),
        (33_33, "2026-01-07"),
    ]


def test_what_is_owed_may_be_all_tax() -> None:
    at = datetime(2026, 1, 6, tzinfo=UTC)
    moved = Movement(at, "receivable", times=1, value=0, gross=1)
    found = MovementOf(PurchaseId("pur-1"), ClientKey("c-ana"), None, None, moved)

    assert Debts(iter([found]), ("payer",)).since(at + timedelta(days=1)) == {("c-ana",): at}
