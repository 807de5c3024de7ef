"""The result of a request, as JSON. In a dry run, new ids are null."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from trafftpkg.cli.views.appointment import appointment_object
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.cli.views.thing import noun_of, thing_object
from trafftpkg.cli.views.values import Json, moment_text, money_text, payment_object
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import NOUNS, kind_of
from trafftpkg.domain.moments import which_of_two
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.outcomes import Forgiven, Outcome, ReferenceMet

if TYPE_CHECKING:
    from trafftpkg.domain.refunding import QuoteLine
    from trafftpkg.domain.thing import Thing

_OF_ENTRY: dict[str, Callable[[Entry, Outcome], object]] = {
    "seq": lambda entry, _: entry.seq,
    "at": lambda entry, outcome: moment_text(entry.at, outcome.view.time_zone),
    "request": lambda entry, _: entry.request,
    "idempotency_key": lambda entry, _: entry.key,
    "replayed": lambda _, outcome: outcome.replayed,
}
_OF_OUTCOME: dict[str, Callable[[Outcome], object]] = {
    "entry": lambda outcome: outcome.entry and _entry(outcome.entry, outcome),
    "dry_run": lambda outcome: outcome.dry_run,
    "purchases": lambda outcome: [purchase_object(each, outcome.view) for each in outcome.purchases],
    "appointments": lambda outcome: [appointment_object(each, outcome.view) for each in outcome.appointments],
    "payments": lambda outcome: [
        payment_object(each.payment, each.purchase, each.appointment, outcome.view)
        for each in outcome.payments
    ],
    "forgiven": lambda outcome: [forgiven_object(each) for each in outcome.forgiven],
}
OUTCOME_FIELDS = (
    *(f"entry.{name}" for name in _OF_ENTRY),
    *(name for name in _OF_OUTCOME if name not in {"entry", "forgiven"}),
    *(f"{noun}s" for kind, noun in NOUNS.items() if kind not in {"pur", "apt"}),
    "forgiven",
)

_NAMED_BY_ID = tuple(NOUNS.values())


def outcome_object(outcome: Outcome, more_notes: Iterable[Json] = ()) -> Json:
    """Return the entry, and the things it touched as they are right after it."""
    found = {name: read(outcome) for name, read in _OF_OUTCOME.items()}
    for noun, things in other_things(outcome).items():
        found[f"{noun}s"] = [thing_object(each, outcome.view) for each in things]
    notes = [_note_object(each, which) for each, which in hours_that_come_twice(outcome)]
    notes += [*(_reference_object(each) for each in outcome.references), *more_notes]
    if notes:
        found["notes"] = notes
    if outcome.quote:
        found["quote"] = [_quote_line(each, outcome.view.currency) for each in outcome.quote]
    if outcome.dry_run and outcome.new:
        _forget(found, outcome.new)
    return found


def _reference_object(met: ReferenceMet) -> Json:
    return {
        "code": "reference_recorded",
        "reference": met.reference,
        "method": met.method,
        NOUNS[kind_of(met.thing)]: met.thing,
        "entry": met.entry,
    }


def hours_that_come_twice(outcome: Outcome) -> list[tuple[Appointment, str]]:
    """The new visits at an hour that occurs twice, and which of the two it is."""
    begun = (each for each in outcome.appointments if each.id in outcome.new)
    found = ((each, which_of_two(each.visit.starts_at, each.visit.time_zone)) for each in begun)
    return [(each, which) for each, which in found if which]


def _note_object(appointment: Appointment, which: str) -> Json:
    visit = appointment.visit
    starts_at = moment_text(visit.starts_at, visit.time_zone)
    return {"code": "hour_comes_twice", "appointment": appointment.id, "starts_at": starts_at, "taken": which}


def forgiven_object(forgiven: Forgiven) -> Json:
    """Return which visit a purchase forgave, as which one of how many."""
    return {
        "appointment": forgiven.appointment,
        "purchase": forgiven.purchase,
        "used": forgiven.used,
        "of": forgiven.of,
    }


def _entry(entry: Entry, outcome: Outcome) -> Json:
    return {name: read(entry, outcome) for name, read in _OF_ENTRY.items()}


def _quote_line(line: "QuoteLine", currency: str) -> Json:
    return {
        "kind": line.kind,
        "service": line.service,
        "units": line.units,
        "amount": money_text(line.amount, currency),
        "currency": currency,
    }


def _forget(found: Any, new: frozenset[str]) -> None:
    """Set ids that are not recorded yet to null."""
    if isinstance(found, list):
        for each in found:
            _forget(each, new)
    elif isinstance(found, dict):
        for name, value in found.items():
            if name in _NAMED_BY_ID and value in new:
                found[name] = None
            else:
                _forget(value, new)


def other_things(outcome: Outcome) -> "dict[str, list[Thing]]":
    """The things of other kinds, by noun: hardly any outcome has one."""
    found: dict[str, list[Thing]] = {}
    for each in outcome.things:
        if not isinstance(each, Purchase | Appointment):
            found.setdefault(noun_of(each), []).append(each)
    return found
