"""The result of a request in words, one line for each thing. In a dry run, new ids are `(new)`."""

from typing import TYPE_CHECKING

from trafftpkg.cli.views.appointment_words import appointment_words
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.outcome import hours_that_come_twice, other_things
from trafftpkg.cli.views.people import moment_words, money_words, payment_words
from trafftpkg.cli.views.purchase_words import agreed_words, payer_words, purchase_words, sharing_words
from trafftpkg.cli.views.thing import thing_words
from trafftpkg.cli.views.values import moment_text
from trafftpkg.cli.views.widths import listed
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import told_in_words
from trafftpkg.engine.outcomes import Forgiven, Outcome, ReferenceMet

if TYPE_CHECKING:
    from trafftpkg.domain.refunding import Quote, QuoteKind, QuoteLine

_UNGIVEN = "(new)"


def outcome_lines(outcome: Outcome, names: CatalogueNames) -> list[str]:
    """Return what a request did, one line for each thing, ids in one column."""
    view = outcome.view
    rows = [
        *((each.id, appointment_words(each, view, names)) for each in outcome.appointments),
        *(row for each in outcome.purchases for row in _purchase(each, outcome, names)),
        *(
            (each.id, thing_words(each, view, names))
            for things in other_things(outcome).values()
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


def _hours_words(outcome: Outcome) -> list[str]:
    return [
        f"{moment_words(each.visit.starts_at, each.visit.time_zone)} comes twice, as the clocks go back: "
        f"{each.id} is at the {which}, {moment_text(each.visit.starts_at, each.visit.time_zone)}."
        for each, which in hours_that_come_twice(outcome)
    ]


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
