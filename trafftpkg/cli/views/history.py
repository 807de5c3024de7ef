"""What happened to a thing, one object or one row an entry: the facts, and sentences that tell them."""

from collections.abc import Callable
from functools import partial

from trafftpkg.cli.views.changes import Teller
from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.outcome import forgiven_object
from trafftpkg.cli.views.people import cell, moment_words
from trafftpkg.cli.views.purchase import BALANCE_FIELDS, balance_object
from trafftpkg.cli.views.thing import noun_of, thing_object
from trafftpkg.cli.views.values import Json, moment_text, money_text, payment_object
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.paying import ReturnConfirmed
from trafftpkg.domain.ids import NOUNS
from trafftpkg.domain.purchase import Balance
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.value import replace
from trafftpkg.engine.changes import ThingChange
from trafftpkg.engine.outcomes import payers_among
from trafftpkg.engine.questions.history import History, HistoryRow
from trafftpkg.engine.reading import View


def _sent_back(sent: ReturnConfirmed, view: View) -> Json:
    """What a checkout confirmed: of which entry and payment, and what it calls it."""
    return {
        "purchase": sent.purchase,
        "entry": sent.entry,
        "taken_off": sent.taken_off,
        "amount": money_text(sent.amount, view.currency),
        "method": sent.method,
        "reference": sent.reference,
    }


def _changes(noun: str, row: HistoryRow, view: View) -> list[Json]:
    """What an entry did to the things of a kind."""
    changes = [each for each in row.changes if noun_of(each.after) == noun]
    then = view_after(row, view) if changes else view
    return [_change(each, row, then) for each in changes]


_OF_ROW: dict[str, Callable[[HistoryRow, View], object]] = {
    "seq": lambda row, _: row.entry.seq,
    "at": lambda row, view: moment_text(row.entry.at, view.time_zone),
    "by": lambda row, _: row.entry.by,
    "request": lambda row, _: row.entry.request,
    "reason": lambda row, _: row.reason,
    "facts": lambda row, view: {name: read(row, view) for name, read in _FACTS.items()},
}
_FACTS: dict[str, Callable[[HistoryRow, View], object]] = {
    **{f"{noun}s": partial(_changes, noun) for noun in NOUNS.values()},
    "payments": lambda row, view: [
        payment_object(each.payment, each.purchase, each.appointment, view) for each in row.payments
    ],
    "sent_back": lambda row, view: [_sent_back(each, view) for each in row.sent_back],
    "forgiven": lambda row, _: [forgiven_object(each) for each in row.forgiven],
    "corrects": lambda row, _: row.corrects,
    "corrected_by": lambda row, _: row.corrected_by,
}
HISTORY_FIELDS = [
    *(name for name in _OF_ROW if name != "facts"),
    *(f"balance.{name}" for name in BALANCE_FIELDS),
    *(f"facts.{name}" for name in _FACTS),
]


def facts_object(row: HistoryRow, view: View) -> Json:
    """Return what an entry did. Never by what it was corrected later."""
    return {name: read(row, view) for name, read in _FACTS.items() if name != "corrected_by"}


def history_object(row: HistoryRow, view: View) -> Json:
    """Return an entry with its reason, what it did, and where a purchase's units were right after it."""
    found = {name: read(row, view) for name, read in _OF_ROW.items()}
    if row.balance is not None:
        found["balance"] = balance_object(row.balance)
    return found


def view_after(row: HistoryRow, view: View) -> View:
    """Return how facts are to be read right after an entry: visits are numbered as they were then."""
    return replace(view, now=row.entry.at, payers=payers_among(each.after for each in row.changes))


def _view_before(row: HistoryRow, view: View) -> View:
    """Return how facts are to be read right before an entry, at its moment."""
    before = (each.before for each in row.changes if each.before is not None)
    return replace(view, now=row.entry.at, payers=payers_among(before))


def _change(change: ThingChange, row: HistoryRow, view: View) -> Json:
    """What a thing is called, what it is about, and each of its fields that is another than before."""
    after = thing_object(change.after, view)
    before = None if change.before is None else thing_object(change.before, _view_before(row, view))
    found = {name: after[name] for name in _ABOUT if name in after}
    if isinstance(change.after, Appointment):
        found |= _of_visit(change.after, row)
    changed = (
        {}
        if before is None
        else {
            name: {"from": before[name], "to": fact}
            for name, fact in after.items()
            if name != "services" and before[name] != fact
        }
    )
    return {**found, "new": before is None, "changed": changed}


_ABOUT = (
    *NOUNS.values(),
    *(
        "client",
        "client_name",
        "package",
        "name",
        "service",
        "employee",
        "location",
        "starts_at",
        "ends_at",
        "status",
        "last_day",
    ),
    *("party", "units", "allocation", "price", "granted", "received"),
    *("agreed", "discount", "payer", "first_day"),
)


def _of_visit(visit: Appointment, row: HistoryRow) -> Json:
    """What became of its units, and by which rule, where it stands no more."""
    ruling = next((each for each in row.rulings if each.appointment == visit.id), None)
    return {"became": ruling and ruling.units, "rule": ruling and ruling.rule}


_ENTRY = (Column("entry", right=True), Column("when"), Column("by", elastic=True), Column("request"))
_ALWAYS = (("left", "available"), ("booked", "booked"), ("used", "used"))
_SELDOM = ("lapsed", "refunded", "sent", "voided")
_TOLD = (Column("what", elastic=True), Column("reason", elastic=True))


def history_table(history: History, names: CatalogueNames) -> list[str]:
    """Return one row an entry, with what happened; of a purchase, with where its units are right after it.

    Where units have gone other ways than being booked and used, each such way has a column, so that
    every row adds up to what the purchase has in all.
    """
    measure = history.measure
    seldom = {way: way for way in _SELDOM if _went(history, way)}
    ways = {} if measure is None else {**dict(_ALWAYS), **seldom}
    columns = (*_ENTRY, *(Column(name, right=True) for name in ways), *_TOLD)
    teller = Teller(history, names)
    return table(columns, [_row(row, teller, list(ways.values())) for row in history.rows])


def _went(history: History, way: str) -> bool:
    return any(row.balance is not None and getattr(row.balance, way) for row in history.rows)


def _row(row: HistoryRow, teller: Teller, ways: list[str]) -> list[str]:
    entry, history = row.entry, teller.history
    measure, zone = history.measure, history.view.time_zone
    units = [] if measure is None else [_number(row.balance, way, measure) for way in ways]
    told = " ".join(teller.sentences(row, view_after(row, history.view)))
    return [
        str(entry.seq),
        moment_words(entry.at, zone),
        entry.by,
        entry.request,
        *units,
        told,
        row.reason or "",
    ]


def _number(balance: Balance | None, way: str, measure: Measure) -> str:
    return "" if balance is None else cell(getattr(balance, way), measure)
