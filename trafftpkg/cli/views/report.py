"""Reports: one object or one line a row, each column with how it is read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.domain.movements import money_of
from trafftpkg.domain.purchase import MovementKind
from trafftpkg.engine.questions.debts import DEBTS
from trafftpkg.engine.questions.report import DrawReport, Moved, Report, ReportField, ReportRow

ReportName = Literal["liability", "revenue", "sales", "usage", "payments", "tax", "receivables"]

_IN_WORDS = frozenset(
    (
        "package",
        "client",
        "client_name",
        "purchase",
        "appointment",
        "since",
        "service",
        "employee",
        "location",
        "method",
        "tax",
        "day",
        "month",
        "currency",
        "unit",
    )
)
"""The columns that are no numbers."""
_ALWAYS = frozenset(("opening", "closing", "total", "net", "amount", "appointments", *_IN_WORDS))
"""The columns that are shown also where all is zero."""
_IF_ANY = frozenset(("client_name", "purchase", "appointment", "since"))
"""The columns that are shown only where a row has something there."""
_TOLD_BY: dict[ReportField, tuple[str, ...]] = {
    "client": ("client", "client_name"),
    "purchase": ("purchase", "appointment"),
    "tax": ("tax", "rate"),
}
"""The columns of what rows are told apart by, where that is more than one."""


ReportColumns = dict[str, Callable[[ReportRow, str], object]]
"""The columns after the grouping fields, each with a function that reads it in the ledger's currency."""


class Shape(NamedTuple):
    """The contents of a report.

    Args:
        kinds: The movements that it shows.
        by: What its rows may be grouped by; `usually` is how they are grouped unless asked otherwise.
        always: What its rows are told apart by in any case, because its columns do not add up over it.
        by_unit: Sessions and minutes are kept apart.
        with_balances: What is owed is told as well; `with_since` also since when.
        by_payer: By client, money is the payer's.
        note: Of the amounts; empty where there are none.
    """

    columns: ReportColumns
    kinds: tuple[MovementKind, ...]
    by: tuple[ReportField, ...]
    usually: tuple[ReportField, ...] = ()
    always: tuple[ReportField, ...] = ()
    by_unit: bool = False
    with_balances: bool = False
    with_since: bool = False
    by_payer: bool = False
    note: str = "without taxes"


def _sum_of(*signed: str, part: Callable[[Moved], int]) -> Callable[[ReportRow, str], str]:
    """Return a column: the total of some kinds of movement; those with a minus are taken off."""

    def read(row: ReportRow, currency: str) -> str:
        amount = 0
        for each in signed:
            kind: MovementKind = each.removeprefix("-")  # type: ignore[assignment]
            amount += -part(row.of(kind)) if each.startswith("-") else part(row.of(kind))
        return _money(amount, currency)

    return read


def _net(*signed: str) -> Callable[[ReportRow, str], str]:
    return _sum_of(*signed, part=lambda moved: moved.value)


def _gross(*signed: str) -> Callable[[ReportRow, str], str]:
    return _sum_of(*signed, part=lambda moved: moved.gross)


def _tax(*signed: str) -> Callable[[ReportRow, str], str]:
    return _sum_of(*signed, part=lambda moved: moved.gross - moved.value)


_CURRENCY: ReportColumns = {"currency": lambda _, currency: currency}
_FIELDS: tuple[ReportField, ...] = ("package", "client", "day", "month")
_OF_VISITS: tuple[ReportField, ...] = (*_FIELDS, "service", "employee", "location")

REPORTS: dict[ReportName, Shape] = {
    "liability": Shape(
        columns=_CURRENCY
        | {
            "opening": lambda row, currency: _money(row.opening, currency),
            "sold": _net("sold"),
            "received": _net("received"),
            "redeemed": _net("redeemed"),
            "lapsed": _net("lapsed"),
            "refunded": _net("refunded"),
            "adjusted": _net("adjusted"),
            "closing": lambda row, currency: _money(row.closing, currency),
            "owed": lambda row, currency: _money(row.closing + row.receivable, currency),
            "receivable": lambda row, currency: _money(row.receivable, currency),
        },
        kinds=("sold", "received", "redeemed", "lapsed", "refunded", "adjusted", *DEBTS),
        by=(*_FIELDS, "purchase"),
        with_balances=True,
    ),
    "revenue": Shape(
        columns=_CURRENCY
        | {
            "redeemed": _net("redeemed"),
            "lapsed": _net("lapsed"),
            "total": _net("redeemed", "lapsed"),
        },
        kinds=("redeemed", "lapsed"),
        by=_OF_VISITS,
    ),
    "sales": Shape(
        columns=_CURRENCY
        | {
            "count": lambda row, _: row.of("sold").times,
            "gross": _gross("sold"),
            "discount": _gross("discounted"),
            "tax": _tax("sold"),
            "voided": _net("voided"),
            "refunded": _net("returned"),
            "net": _net("sold", "-voided", "-returned"),
        },
        kinds=("sold", "discounted", "voided", "returned"),
        by=_FIELDS,
        note="gross and discount with taxes, the rest without",
    ),
    "usage": Shape(
        columns={
            "unit": lambda row, _: row.unit,
            "appointments": lambda row, _: row.of("redeemed").times,
            "units": lambda row, _: row.of("redeemed").units,
            "lapsed": lambda row, _: row.of("lapsed").units,
        },
        kinds=("redeemed", "lapsed"),
        by=_OF_VISITS,
        by_unit=True,
        note="",
    ),
    "payments": Shape(
        columns=_CURRENCY
        | {
            "received": _gross("received"),
            "refunded": _gross("refunded"),
            "total": _gross("received", "-refunded"),
        },
        kinds=("received", "refunded"),
        by=("method", *_FIELDS),
        usually=("day", "method"),
        by_payer=True,
        note="with taxes",
    ),
    "tax": Shape(
        columns=_CURRENCY | {"base": _net("taxed"), "amount": _tax("taxed")},
        kinds=("taxed",),
        by=("tax", *_FIELDS),
        # What bears two taxes is the base of both: over taxes it would be counted twice.
        always=("tax",),
        by_payer=True,
    ),
    "receivables": Shape(
        columns=_CURRENCY
        | {
            "since": lambda row, _: None if row.since is None else row.since.isoformat(),
            "opening": lambda row, currency: _money(row.receivable_before, currency),
            "charged": _net("receivable"),
            "settled": _net("settled"),
            "closing": lambda row, currency: _money(row.receivable, currency),
            "due": lambda row, currency: _money(row.due, currency),
        },
        kinds=DEBTS,
        by=(*_FIELDS, "purchase"),
        usually=("client", "purchase"),
        with_balances=True,
        with_since=True,
        by_payer=True,
        note="without taxes, but for what is due",
    ),
}


def question_for(name: ReportName, first: date, last: date, by: Iterable[ReportField]) -> DrawReport:
    """Return the question for a report. A field that is given twice counts once."""
    shape = REPORTS[name]
    return DrawReport(
        first=first,
        last=last,
        by=tuple(dict.fromkeys((*(tuple(by) or shape.usually), *shape.always))),
        kinds=shape.kinds,
        by_unit=shape.by_unit,
        with_balances=shape.with_balances,
        with_since=shape.with_since,
        by_payer=shape.by_payer,
    )


def report_columns(name: ReportName, report: Report) -> list[str]:
    """Return the columns of a report: what rows are told apart by, then its own."""
    keys = [key for each in report.by for key in _TOLD_BY.get(each, (each,))]
    return [*keys, *REPORTS[name].columns]


def report_objects(name: ReportName, report: Report) -> list[Json]:
    """Return the rows of a report, the grouping fields first."""
    columns, currency = REPORTS[name].columns, report.view.currency
    names: dict[str | None, str | None] = {each.handle: each.name for each in report.view.clients.values()}
    return [
        {
            **_key_of(report.by, row.key, names),
            **{each: read(row, currency) for each, read in columns.items()},
        }
        for row in report.rows
    ]


def _key_of(
    by: Sequence[ReportField], key: Sequence[str | None], names: Mapping[str | None, str | None]
) -> Json:
    named: Json = {}
    for field, part in zip(by, key, strict=True):
        if field == "tax":
            tax, _, rate = (part or "").rpartition(" ")
            named |= {"tax": tax or None, "rate": rate or None}
        elif field == "client":
            named |= {"client": part, "client_name": names.get(part)}
        elif field == "purchase":
            is_visit = (part or "").startswith("apt")
            named |= {"purchase": None if is_visit else part, "appointment": part if is_visit else None}
        else:
            named[field] = part
    return named


def _money(amount: int, currency: str) -> str:
    return money_text(money_of(amount, currency), currency)


def report_table(name: ReportName, columns: Sequence[str], rows: Sequence[Json]) -> list[str]:
    """Return one line a row, numbers on the right; `-` where a row has none of what it is told apart by.

    The currency is said once, above, and columns in which all is zero are left out.
    """
    shown = [each for each in columns if each != "currency" and not _is_empty(each, rows)]
    headings = [Column(each, right=each not in _IN_WORDS) for each in shown]
    lines = table(headings, [[_cell(row[each]) for each in shown] for row in rows])
    note = REPORTS[name].note
    return [f"In {rows[0]['currency']}, {note}.", *lines] if note else lines


def _is_empty(column: str, rows: Sequence[Json]) -> bool:
    if column in _IF_ANY:
        return all(row[column] is None for row in rows)
    return column not in _ALWAYS and not any(str(row[column]).strip("0.") for row in rows)


def _cell(value: object) -> str:
    return "-" if value is None else str(value)
