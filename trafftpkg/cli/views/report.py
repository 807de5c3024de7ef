"""Reports: one object or one line a row."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.domain.movements import MovementKind, money_of
from trafftpkg.engine.questions.report import DrawReport, Report, ReportField, ReportRow

ReportName = Literal["liability", "revenue", "sales", "usage"]


_IN_WORDS = frozenset(("package", "client", "service", "month", "currency", "unit"))
"""The columns that are no numbers."""


class Shape(NamedTuple):
    """What a report is made of.

    Args:
        columns: After those it is told apart by.
        kinds: The movements without which a row says nothing; None where what is owed says enough.
        by_unit: Sessions and minutes are kept apart.
    """

    columns: tuple[str, ...]
    kinds: tuple[MovementKind, ...] | None
    by_unit: bool = False


REPORTS: dict[ReportName, Shape] = {
    "liability": Shape(
        ("currency", "opening", "sold", "redeemed", "refunded", "lapsed", "adjusted", "closing"), None
    ),
    "revenue": Shape(("currency", "redeemed", "lapsed", "total"), ("redeemed", "lapsed")),
    "sales": Shape(("currency", "purchases", "sold"), ("sold",)),
    "usage": Shape(("unit", "appointments", "units", "lapsed"), ("redeemed", "lapsed"), by_unit=True),
}


def question_for(name: ReportName, first: date, last: date, by: Iterable[ReportField]) -> DrawReport:
    """Return what is to be asked for a report; a field that is given twice counts once."""
    shape = REPORTS[name]
    return DrawReport(
        first=first, last=last, by=tuple(dict.fromkeys(by)), kinds=shape.kinds, by_unit=shape.by_unit
    )


def report_objects(name: ReportName, report: Report) -> list[Json]:
    """Return the rows of a report, the fields it is told apart by first."""
    currency = report.view.currency
    return [dict(zip(report.by, row.key, strict=True)) | _FACTS[name](row, currency) for row in report.rows]


def _liability(row: ReportRow, currency: str) -> Json:
    sold = row.of("sold").value + row.of("imported").value
    return {
        "currency": currency,
        "opening": _money(row.opening, currency),
        "sold": _money(sold, currency),
        **{
            kind: _money(row.of(kind).value, currency)
            for kind in ("redeemed", "refunded", "lapsed", "adjusted")
        },
        "closing": _money(row.closing, currency),
    }


def _revenue(row: ReportRow, currency: str) -> Json:
    redeemed, lapsed = row.of("redeemed").value, row.of("lapsed").value
    return {
        "currency": currency,
        "redeemed": _money(redeemed, currency),
        "lapsed": _money(lapsed, currency),
        "total": _money(redeemed + lapsed, currency),
    }


def _sales(row: ReportRow, currency: str) -> Json:
    sold = row.of("sold")
    return {"currency": currency, "purchases": sold.times, "sold": _money(sold.value, currency)}


def _usage(row: ReportRow, _currency: str) -> Json:
    redeemed = row.of("redeemed")
    return {
        "unit": row.unit,
        "appointments": redeemed.times,
        "units": redeemed.units,
        "lapsed": row.of("lapsed").units,
    }


def _money(amount: int, currency: str) -> str:
    return money_text(money_of(amount, currency), currency)


_FACTS: dict[ReportName, Callable[[ReportRow, str], Json]] = {
    "liability": _liability,
    "revenue": _revenue,
    "sales": _sales,
    "usage": _usage,
}


def report_table(columns: Sequence[str], rows: Sequence[Json]) -> list[str]:
    """Return one line a row, numbers on the right; `-` where a row is of no service."""
    headings = [Column(each, right=each not in _IN_WORDS) for each in columns]
    return table(headings, [[_cell(row[each]) for each in columns] for row in rows])


def _cell(value: object) -> str:
    return "-" if value is None else str(value)
