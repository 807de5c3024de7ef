"""R-11: what is owed to clients, and how it moves."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.movements import money_of
from trafftpkg.domain.terms import Validity
from trafftpkg.engine.questions.report import DrawReport, ReportField, ReportRow
from trafftpkg.engine.requests.import_balance import ImportBalance

THREE = package("three", inclusion("facial", 3), price="100.00", validity=Validity(days=30))
MIX = package("mix", inclusion("facial", 2), inclusion("massage", 2), price="99.99")
KINDS = ("sold", "imported", "redeemed", "refunded", "lapsed", "adjusted")


def report(
    business: Story, first: str, last: str, *by: ReportField, on: str | None = None, **options: Any
) -> tuple[ReportRow, ...]:
    """Return the rows of a report over these days."""
    business.now = on or business.now
    as_of = options.pop("as_of", None)
    asked = DrawReport(first=date.fromisoformat(first), last=date.fromisoformat(last), by=by, **options)
    return business.engine.ask(asked, as_of=as_of).rows


def told(row: ReportRow) -> dict[str, str]:
    """Return a row as people read it, without what is nothing."""
    columns = {"opening": row.opening, **{kind: row.of(kind).value for kind in KINDS}, "closing": row.closing}  # type: ignore[arg-type]
    return {name: str(money_of(value, "EUR")) for name, value in columns.items() if value}


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
        (("2026-01",), {"sold": "100.00", "redeemed": "33.33", "closing": "66.67"}),
        (("2026-02",), {"opening": "66.67", "sold": "100.00", "lapsed": "66.67", "closing": "100.00"}),
        (("2026-03",), {"opening": "100.00", "lapsed": "100.00"}),
    ]


@rule("R-11.2")
def test_a_visit_counts_on_the_day_it_begins_and_not_when_it_is_booked(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00", on="2026-01-06")

    before = report(business, "2026-01-05", "2026-01-11", on="2026-02-01")
    after = report(business, "2026-01-12", "2026-01-12")

    assert told(before[0]) == {"sold": "100.00", "closing": "100.00"}
    assert told(after[0]) == {"opening": "100.00", "redeemed": "33.33", "closing": "66.67"}


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
        {"opening": "100.00", "closing": "100.00"},
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
    assert told(row) == {"opening": "66.67", "redeemed": "-33.33", "closing": "100.00"}


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
        (("ana",), {"opening": "100.00", "adjusted": "-33.33", "closing": "66.67"}),
        (("eve",), {"adjusted": "33.33", "closing": "33.33"}),
    ]


@rule("R-11.4")
def test_an_unpaid_sale_that_is_voided_is_adjusted_and_money_that_is_kept_is_earned(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05", pay="none")
    business.sells("three", to="eve", on="2026-01-05")
    business.sells("three", to="ivo", on="2026-01-05")
    business.voids("pur-1", on="2026-01-06")
    business.refunds("pur-2", on="2026-01-06")
    business.voids("pur-3", on="2026-01-06")

    (row,) = report(business, "2026-01-06", "2026-01-06")

    assert told(row) == {"opening": "300.00", "refunded": "100.00", "adjusted": "-100.00", "lapsed": "100.00"}


@rule("R-11.4")
def test_units_added_by_hand_add_nothing_and_nobody_earns_what_lapses_unpaid(business: Story) -> None:
    business.offers(package("three", inclusion("facial", 3), price="100.00", validity=Validity(days=30)))
    business.sells("three", to="ana", on="2026-01-05", pay="none", method="on-site")
    business.adjusts("pur-1", 1, on="2026-01-06")

    assert told(report(business, "2026-01-06", "2026-01-06")[0]) == {"opening": "100.00", "closing": "100.00"}
    (lapsed,) = report(business, "2026-02-05", "2026-02-05", on="2026-02-05T12:00")
    assert told(lapsed) == {"opening": "100.00", "adjusted": "-100.00"}
    business.takes("40.00", for_="pur-1", on="2026-02-06")
    (paid,) = report(business, "2026-02-06", "2026-02-06")
    assert told(paid) == {"lapsed": "40.00", "adjusted": "40.00"}


@rule("R-11.4")
def test_an_imported_balance_is_owed_as_if_sold_and_is_no_sale(business: Story) -> None:
    business.offers(THREE)
    business.knows("ana")
    business.does(ImportBalance(client="ana", package="three", reference="old-1", used=1), on="2026-01-06")

    (row,) = report(business, "2026-01-06", "2026-01-06")

    assert told(row) == {"imported": "66.67", "closing": "66.67"}
    assert report(business, "2026-01-06", "2026-01-06", "package", kinds=("sold",)) == ()


@rule("R-11.5")
def test_a_period_that_is_not_over_is_judged_as_of_now(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00")

    (before,) = report(business, "2026-01-01", "2026-12-31", on="2026-01-12T09:59")
    (after,) = report(business, "2026-01-01", "2026-12-31", on="2026-01-12T10:00")
    (to_come,) = report(business, "2026-06-01", "2026-06-30")

    assert told(before) == {"sold": "100.00", "closing": "100.00"}
    assert told(after) == {"sold": "100.00", "redeemed": "33.33", "closing": "66.67"}
    assert told(to_come) == {"opening": "66.67", "closing": "66.67"}


@rule("R-11.5")
def test_days_are_those_of_the_business(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05T23:30")

    (row,) = report(business, "2026-01-05", "2026-01-05", on="2026-01-07")

    assert told(row) == {"sold": "100.00", "closing": "100.00"}


def test_by_service_a_visit_takes_over_what_it_is_worth_and_every_row_ties(business: Story) -> None:
    business.offers(MIX)
    business.sells("mix", to="ana", on="2026-01-05")
    business.books("massage", for_="ana", at="2026-01-12T10:00", location="centre")

    rows = report(business, "2026-01-01", "2026-01-31", "service", on="2026-02-01")

    assert [(each.key, told(each)) for each in rows] == [
        (("massage",), {"redeemed": "25.00", "adjusted": "25.00"}),
        ((None,), {"sold": "99.99", "adjusted": "-25.00", "closing": "74.99"}),
    ]


def test_a_visit_that_is_given_back_is_not_counted_as_used(business: Story) -> None:
    business.cancellation(no_show="release")
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    business.books("facial", for_="ana", at="2026-01-13T10:00")
    business.misses(visit, on="2026-01-15")

    (row,) = report(business, "2026-01-01", "2026-01-31", "package", on="2026-02-01", by_unit=True)

    assert (row.unit, row.of("redeemed").times, row.of("redeemed").units) == ("session", 1, 1)


def test_as_of_an_earlier_moment_a_report_knows_what_was_known_then(business: Story) -> None:
    business.offers(THREE)
    business.sells("three", to="ana", on="2026-01-05")
    business.sells("three", to="eve", on="2026-01-08")

    then = datetime.fromisoformat("2026-01-07T10:00")
    (row,) = report(business, "2026-01-01", "2026-01-31", on="2026-02-20", as_of=then)

    assert told(row) == {"sold": "100.00", "closing": "100.00"}


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

    (row,) = report(business, "2026-01-01", "2026-01-31", "package", on="2026-02-01", by_unit=True)

    assert told(row) == {}
    assert (row.of("sold").times, row.of("redeemed").units) == (1, 1)


def test_money_has_the_currency_s_digits() -> None:
    assert (money_of(1234, "EUR"), money_of(1234, "JPY"), money_of(1234, "BHD")) == (
        Decimal("12.34"),
        Decimal(1234),
        Decimal("1.234"),
    )
