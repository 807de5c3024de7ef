"""What happened to a thing, one object or one row an entry."""

from collections.abc import Callable

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.outcome import forgiven_object
from trafftpkg.cli.views.people import cell, moment_words
from trafftpkg.cli.views.purchase import BALANCE_FIELDS, balance_object
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.domain.purchase import Balance
from trafftpkg.domain.terms import Measure
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.history import History, HistoryRow

_OF_ROW: dict[str, Callable[[HistoryRow, View], object]] = {
    "seq": lambda row, _: row.entry.seq,
    "at": lambda row, view: moment_text(row.entry.at, view.time_zone),
    "by": lambda row, _: row.entry.by,
    "request": lambda row, _: row.entry.request,
    "reason": lambda row, _: row.reason,
    "facts": lambda row, _: (
        {"forgiven": [forgiven_object(each) for each in row.forgiven]} if row.forgiven else {}
    ),
}
HISTORY_FIELDS = [
    *(name for name in _OF_ROW if name != "facts"),
    *(f"balance.{name}" for name in BALANCE_FIELDS),
    "facts.forgiven",
]


def history_object(row: HistoryRow, view: View) -> Json:
    """Return an entry with its reason, and where a purchase's units were right after it."""
    found = {name: read(row, view) for name, read in _OF_ROW.items()}
    if row.balance is not None:
        found["balance"] = balance_object(row.balance)
    return found


_ENTRY = (Column("entry", right=True), Column("when"), Column("by", elastic=True), Column("what"))
_ALWAYS = (("left", "available"), ("booked", "booked"), ("used", "used"))
_SELDOM = ("lapsed", "refunded", "sent", "voided")
_REASON = (Column("reason", elastic=True),)


def history_table(history: History) -> list[str]:
    """Return one row an entry; for a purchase, with where its units are right after it.

    Where units have gone other ways than being booked and used, each such way has a column, so that
    every row adds up to what the purchase has in all.
    """
    measure = history.measure
    seldom = {way: way for way in _SELDOM if _went(history, way)}
    ways = {} if measure is None else {**dict(_ALWAYS), **seldom}
    columns = (*_ENTRY, *(Column(name, right=True) for name in ways), *_REASON)
    zone = history.view.time_zone
    return table(columns, [_row(row, zone, list(ways.values()), measure) for row in history.rows])


def _went(history: History, way: str) -> bool:
    return any(row.balance is not None and getattr(row.balance, way) for row in history.rows)


def _row(row: HistoryRow, zone: str, ways: list[str], measure: Measure | None) -> list[str]:
    entry = row.entry
    units = [] if measure is None else [_number(row.balance, way, measure) for way in ways]
    return [str(entry.seq), moment_words(entry.at, zone), entry.by, entry.request, *units, _why(row)]


def _why(row: HistoryRow) -> str:
    """The reason given, after what was forgiven: `forgiven: 1 of 1`."""
    forgiven = [f"forgiven: {each.used} of {each.of}" for each in row.forgiven]
    return "; ".join([*forgiven, *([row.reason] if row.reason else [])])


def _number(balance: Balance | None, way: str, measure: Measure) -> str:
    return "" if balance is None else cell(getattr(balance, way), measure)
