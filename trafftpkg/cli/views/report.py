"""Reports: one object or one line a row."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.domain.movements import money_of
from trafftpkg.domain.purchase import MovementKind
from trafftpkg.engine.questions.report import DrawReport, Report, ReportField, ReportRow

ReportName = Literal["liability", "revenue", "sales", "usage"]


_IN_WORDS = frozenset(("package", "client", "service", "month", "currency", "unit"))
"""The columns that are no numbers."""


ReportColumns = dict[str, Callable[[ReportRow, str], object]]
"""The columns after the grouping fields, each with a function that reads it in the ledger's currency."""


class Shape(NamedTuple):
    """The contents of a report.

    Args:
        kinds: Rows without any of these movements are left out; None keeps every row with something owed.
        by_unit: Sessions and minutes are kept apart.
    """

    columns: ReportColumns
    kinds: tuple[MovementKind, ...] | None
    by_unit: bool = False


def _worth(*kinds: MovementKind) -> Callable[[ReportRow, str], str]:
    """Return a column: the total of some kinds of movement."""
    return lambda row, currency: _money(sum(row.of(kind).value for kind in kinds), currency)


REPORTS: dict[ReportName, Shape] = {
    "liability": Shape(
        columns={
            "currency": lambda _, currency: currency,
            "opening": lambda row, currency: _money(row.opening, currency),
            "sold": _worth("sold", "imported"),
            "redeemed": _worth("redeemed"),
            "refunded": _worth("refunded"),
            "lapsed": _worth("lapsed"),
            "adjusted": _worth("adjusted"),
            "closing": lambda row, currency: _money(row.closing, currency),
        },
        kinds=None,
    ),
    "revenue": Shape(
        columns={
            "currency": lambda _, currency: currency,
            "redeemed": _worth("redeemed"),
            "lapsed": _worth("lapsed"),
            "total": _worth("redeemed", "lapsed"),
        },
        kinds=("redeemed", "lapsed"),
    ),
    "sales": Shape(
        columns={
            "currency": lambda _, currency: currency,
            "purchases": lambda row, _: row.of("sold").times,
            "sold": _worth("sold"),
        },
        kinds=("sold",),
    ),
    "usage": Shape(
        columns={
            "unit": lambda row, _: row.unit,
            "appointments": lambda row, _: row.of("redeemed").times,
            "units": lambda row, _: row.of("redeemed").units,
            "lapsed": lambda row, _: row.of("lapsed").units,
        },
        kinds=("redeemed", "lapsed"),
        by_unit=True,
    ),
}


def question_for(name: ReportName, first: date, last: date, by: Iterable[ReportField]) -> DrawReport:
    """Return the question for a report. A field that is given twice counts once."""
    shape = REPORTS[name]
    return DrawReport(
        first=first, last=last, by=tuple(dict.fromkeys(by)), kinds=shape.kinds, by_unit=shape.by_unit
    )


def report_objects(name: ReportName, report: Report) -> list[Json]:
    """Return the rows of a report, the grouping fields first."""
    columns, currency = REPORTS[name].columns, report.view.currency
    return [
        {
            **dict(zip(report.by, row.key, strict=True)),
            **{each: read(row, currency) for each, read in columns.items()},
        }
        for row in report.rows
    ]


def _money(amount: int, currency: str) -> str:
    return money_text(money_of(amount, currency), currency)


def report_table(columns: Sequence[str], rows: Sequence[Json]) -> list[str]:
    """Return one line for each row, numbers right-aligned; `-` for rows without a service."""
    headings = [Column(each, right=each not in _IN_WORDS) for each in columns]
    return table(headings, [[_cell(row[each]) for each in columns] for row in rows])


def _cell(value: object) -> str:
    return "-" if value is None else str(value)
