"""The result of a request: as JSON, and one line for each thing.

In a dry run, new ids are null or `(new)`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from trafftpkg.cli.views.appointment import appointment_object, appointment_words
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.payment import payment_object, payment_words
from trafftpkg.cli.views.people import moment_words, money_words
from trafftpkg.cli.views.purchase import (
    agreed_words,
    payer_words,
    purchase_object,
    purchase_words,
    sharing_words,
)
from trafftpkg.cli.views.thing import noun_of, thing_object, thing_words
from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.cli.views.widths import listed
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import NOUNS, kind_of
from trafftpkg.domain.moments import which_of_two
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import told_in_words
from trafftpkg.engine.outcomes import Forgiven, Outcome, ReferenceMet

if TYPE_CHECKING:
    from trafftpkg.domain.refunding import Quote, QuoteKind, QuoteLine
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
_UNGIVEN = "(new)"


def outcome_object(outcome: Outcome) -> Json:
    """Return the entry, and the things it touched as they are right after it."""
    found = {name: read(outcome) for name, read in _OF_OUTCOME.items()}
    for noun, things in _others(outcome).items():
        found[f"{noun}s"] = [thing_object(each, outcome.view) for each in things]
    notes = [_note_object(each, which) for each, which in _at_hours_that_come_twice(outcome)]
    notes += [_reference_object(each) for each in outcome.references]
    if notes:
        found["notes"] = notes
    if outcome.quote:
        found["quote"] = [_quote_line(each, outcome.view.currency) for each in outcome.quote]
    if outcome.dry_run and outcome.new:
        _forget(found, outcome.new)
    return found


def outcome_notes(outcome: Outcome) -> list[str]:
    """Return notes: `Sun 25 Oct 2026 02:30 comes twice, …`, `Reference ch_77 is recorded already …`."""
    return [
        *(_reference_words(each) for each in outcome.references),
        *_hours_words(outcome),
    ]


def _reference_words(met: ReferenceMet) -> str:
    """`Reference ch_77 is recorded already for card: pur-1, entry 2. See it: trafftpkg history pur-1`."""
    recorded = f"Reference {met.reference} is recorded already for {met.method}"
    return f"{recorded}: {met.thing}, entry {met.entry}. See it: trafftpkg history {met.thing}"


def _reference_object(met: ReferenceMet) -> Json:
    return {
        "code": "reference_recorded",
        "reference": met.reference,
        "method": met.method,
        NOUNS[kind_of(met.thing)]: met.thing,
        "entry": met.entry,
    }


def _hours_words(outcome: Outcome) -> list[str]:
    return [
        f"{moment_words(each.visit.starts_at, each.visit.time_zone)} comes twice, as the clocks go back: "
        f"{each.id} is at the {which}, {moment_text(each.visit.starts_at, each.visit.time_zone)}."
        for each, which in _at_hours_that_come_twice(outcome)
    ]


def _at_hours_that_come_twice(outcome: Outcome) -> list[tuple[Appointment, str]]:
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


def outcome_lines(outcome: Outcome, names: CatalogueNames) -> list[str]:
    """Return what a request did, one line for each thing, ids in one column."""
    view = outcome.view
    rows = [
        *((each.id, appointment_words(each, view, names)) for each in outcome.appointments),
        *(row for each in outcome.purchases for row in _purchase(each, outcome, names)),
        *(
            (each.id, thing_words(each, view, names))
            for things in _others(outcome).values()
            for each in things
        ),
    ]
    shown = [(_UNGIVEN if outcome.dry_run and name in outcome.new else name, words) for name, words in rows]
    said = [*_quote(outcome, names), *(payment_words(each, view) for each in outcome.payments)]
    return listed([*shown, *(("", words) for words in said)])


def _quote(outcome: Outcome, names: CatalogueNames) -> list[str]:
    if not outcome.quote:
        return []
    measure = outcome.purchases[-1].terms.measure if outcome.purchases else Measure(unit="session")
    return quote_lines(outcome.quote, measure, outcome.view.currency, names)


def _purchase(purchase: Purchase, outcome: Outcome, names: CatalogueNames) -> list[tuple[str, str]]:
    """What is left of it, and below it whether a visit was released by its forgiveness."""
    forgiven = [("", f"{forgiven_words(each)}.") for each in outcome.forgiven if each.purchase == purchase.id]
    members = [("", sharing_words(purchase, outcome.view))] if purchase.members else []
    terms = (agreed_words(purchase, outcome.view), payer_words(purchase, outcome.view))
    agreed = [("", f"{words[0].upper()}{words[1:]}.") for words in terms if words]
    is_new = purchase.id in outcome.new
    told = purchase_words(purchase, outcome.view, names)
    return [(purchase.id, told), *(agreed if is_new else []), *members, *forgiven]


def forgiven_words(forgiven: Forgiven) -> str:
    """`Forgiven: 1 of 1 for this purchase`."""
    return f"Forgiven: {forgiven.used} of {forgiven.of} for this purchase"


def _others(outcome: Outcome) -> "dict[str, list[Thing]]":
    """The things of other kinds, by noun: hardly any outcome has one."""
    found: dict[str, list[Thing]] = {}
    for each in outcome.things:
        if not isinstance(each, Purchase | Appointment):
            found.setdefault(noun_of(each), []).append(each)
    return found


def quote_lines(quote: "Quote", measure: Measure, currency: str, names: CatalogueNames) -> list[str]:
    """Return `480.00 EUR paid`, `-96.00 EUR for 2 sessions used`, and what they come to."""
    from trafftpkg.domain.refunding import total_of  # only a refund that is tried out has a quote

    lines = [(money_words(each.amount, currency), _words(each, measure, names)) for each in quote]
    lines.append((money_words(total_of(quote), currency), "back in all"))
    width = max(len(amount) for amount, _ in lines)
    return [f"{amount:>{width}} {words}" for amount, words in lines]


def _words(line: "QuoteLine", measure: Measure, names: CatalogueNames) -> str:
    many = "" if line.units is None else told_in_words(line.units, measure)
    if line.kind == "list_price":
        assert line.service is not None
        return f"for {many} of {names.service(line.service)} at list price"
    if line.kind == "used":
        return f"for {many} used" if many else "is its price"
    return f"for {many} given back" if line.kind == "units" else _WORDS[line.kind]


_WORDS: dict["QuoteKind", str] = {
    "paid": "paid",
    "lapsed": "for what has lapsed",
    "due": "still due",
    "kept": "kept when it ended",
    "amount": "as asked",
    "goodwill": "as goodwill",
}
