"""What a request did, as JSON; in a dry run the ids that it would give are null."""

from typing import TYPE_CHECKING, Any

from trafftpkg.cli.views.appointment import appointment_object
from trafftpkg.cli.views.payment import payment_object
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.entry import Entry
from trafftpkg.engine.outcomes import Forgiven, Outcome

if TYPE_CHECKING:
    from trafftpkg.domain.refunding import QuoteLine

OUTCOME_FIELDS = (
    "entry.seq entry.at entry.request entry.idempotency_key entry.replayed dry_run "
    "purchases appointments payments blocks forgiven"
).split()

_NAMED_BY_ID = ("purchase", "appointment", "block")


def outcome_object(outcome: Outcome) -> Json:
    """Return the entry, and the things it touched as they are right after it."""
    view = outcome.view
    found: Json = {
        "entry": None if outcome.entry is None else _entry(outcome.entry, outcome),
        "dry_run": outcome.dry_run,
        "purchases": [purchase_object(each, view) for each in outcome.purchases],
        "appointments": [appointment_object(each, view) for each in outcome.appointments],
        "payments": [
            payment_object(each.payment, each.purchase, each.appointment, view) for each in outcome.payments
        ],
        "forgiven": [forgiven_object(each) for each in outcome.forgiven],
    }
    if outcome.blocks:
        from trafftpkg.cli.views.block import block_object

        found["blocks"] = [block_object(each) for each in outcome.blocks]
    if outcome.quote:
        found["quote"] = [_quote_line(each, view.currency) for each in outcome.quote]
    if outcome.dry_run and outcome.new:
        _forget(found, outcome.new)
    return found


def forgiven_object(forgiven: Forgiven) -> Json:
    """Return which visit a purchase forgave, as which one of how many."""
    return {
        "appointment": forgiven.appointment,
        "purchase": forgiven.purchase,
        "used": forgiven.used,
        "of": forgiven.of,
    }


def _entry(entry: Entry, outcome: Outcome) -> Json:
    return {
        "seq": entry.seq,
        "at": moment_text(entry.at, outcome.view.time_zone),
        "request": entry.request,
        "idempotency_key": entry.key,
        "replayed": outcome.replayed,
    }


def _quote_line(line: "QuoteLine", currency: str) -> Json:
    return {
        "kind": line.kind,
        "service": line.service,
        "units": line.units,
        "amount": money_text(line.amount, currency),
        "currency": currency,
    }


def _forget(found: Any, new: frozenset[str]) -> None:
    """Set ids that no entry has given yet to null, wherever they stand."""
    if isinstance(found, list):
        for each in found:
            _forget(each, new)
    elif isinstance(found, dict):
        for name, value in found.items():
            if name in _NAMED_BY_ID and value in new:
                found[name] = None
            else:
                _forget(value, new)
