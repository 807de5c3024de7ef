"""A form in two steps, for buying and booking: choose, see a summary, and do it.

The summary carries the fields of the form, and a signature of what it said, its conditions word by word: a
price that changed since is not charged, another purchase does not pay without asking, and what is recorded as
shown was shown.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.errors.base import RefusedError, TrafftpkgError, UsageError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import replace
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.web.clients import Who, count_visits
from trafftpkg.web.codes import CODE
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import ChangedMeanwhileError, IncompleteError, NotOnThePageError, PageError
from trafftpkg.web.kept_language import telling_for
from trafftpkg.web.safety.forms import CSRF_FIELD, REQUEST
from trafftpkg.web.searching import Search, check_offered
from trafftpkg.web.secret_letters import welcome
from trafftpkg.web.transfer import Transfer
from trafftpkg.web.words.every import say

TOLD = "told"
"""The field with the signature of what the summary said."""

PAYER = "payer"
"""The field with the purchase that pays, by its name in addresses."""

_OF_ONE_SENDING = ("go", CSRF_FIELD, REQUEST, PAYER, CODE)

MOST_ROWS = 12
"""How many visits one form has, unless more must be booked."""

ShowForm = Callable[[TrafftpkgError | None], Response]
Step = Callable[[], Response]


def go_on(exchange: Exchange, form: ShowForm, *, done: Step, summary: Step | None = None) -> Response:
    """Do what the pressed button says. All other buttons show the form again."""
    if exchange.unproven is not None:
        return form(exchange.unproven)
    step = {"summary": summary, "buy": done}.get(exchange.fields.get("go", ""))
    if step is None:
        return form(None)
    try:
        return step()
    except NotOnThePageError:
        raise
    except (RefusedError, UsageError, PageError) as error:
        if say(error, exchange).status >= 500:
            raise  # The client can do nothing about it: it is shown with a reference, and logged.
        return form(error)


def form_facts(exchange: Exchange, error: TrafftpkgError | None) -> dict[str, Any]:
    """Return what the template of a form needs: the fields, and what was wrong with them."""
    said = None if error is None else say(error, exchange)
    return {
        "status": 200 if said is None else said.status,
        "said": said,
        "problems": error.problems if isinstance(error, IncompleteError) else {},
        "fields": exchange.fields,
    }


def rows_asked(exchange: Exchange, place: int) -> int:
    """Return how many visits of one service the form has, with the one more that was asked for."""
    typed = exchange.fields.get(f"rows-{place}", "")
    more = exchange.fields.get("go") == f"more.{place}"
    return (int(typed) if typed.isdecimal() and len(typed) < 4 else 0) + more


class Promise(NamedTuple):
    """What a summary says.

    Args:
        told: What else it promises, for example the price.
        conditions: Line by line.
    """

    told: str
    conditions: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The conditions as they are kept."""
        return "\n".join(self.conditions)


def summary_facts(exchange: Exchange, promise: Promise) -> dict[str, Any]:
    """Return what the template of a summary needs: the fields, what it says, and a signature of that."""
    told = signed(exchange, promise)
    return {"kept": kept_fields(exchange), "conditions": promise.conditions, TOLD: told}


def kept_fields(exchange: Exchange) -> dict[str, str]:
    """Return the fields of the form that its summary carries."""
    return {
        name: value
        for name, value in exchange.fields.items()
        if name not in _OF_ONE_SENDING and not name.startswith(TOLD)
    }


def signed(exchange: Exchange, promise: Promise) -> str:
    """Return a signature of what a summary says."""
    return exchange.signing.signature(TOLD, f"{promise.told}\n{promise.shown}")


def was_told(exchange: Exchange, promise: Promise, field: str = TOLD) -> bool:
    """Tell whether the form that was sent said this, by the signature in `field`."""
    signature = exchange.fields.get(field, "")
    return exchange.signing.is_signature(TOLD, f"{promise.told}\n{promise.shown}", signature)


def visit_told(appointment: Appointment, *said: str) -> Promise:
    """Return what a form says that changes a visit: which, when, with whom, where, and these sentences."""
    visit = appointment.visit
    told = (
        f"{appointment.id} {visit.starts_at} {visit.ends_at} {visit.employee} {visit.location} {visit.party}"
    )
    return Promise(told=told, conditions=said)


def _check_told(exchange: Exchange, promise: Promise, field: str, refused: Callable[[], object]) -> None:
    """Raise an error unless the summary said this: the engine's own, if it refuses what is asked for now."""
    if not was_told(exchange, promise, field):
        refused()
        raise ChangedMeanwhileError


def carry_out(  # noqa: PLR0913 - by name only: all that a form comes to
    exchange: Exchange,
    request: BookAppointment | PurchasePackage,
    visits: Sequence[VisitWanted],
    *,
    who: Who,
    promise: Promise,
    field: str = TOLD,
    least: int = 0,
) -> Outcome:
    """Do what the form asks for, and keep the conditions that its summary showed (R-14.9).

    A form that is sent again is not counted or checked again.

    Args:
        visits: The visits that are booked with it.
        promise: What the summary must have said, by the signature in `field`.
        least: How many of the visits have to be booked, by anybody.

    Raises:
        ChangedMeanwhileError: the summary said something else.
    """
    key, request = exchange.request_name(), replace(request, shown=promise.shown)

    def check() -> None:
        foresee = partial(exchange.foresee, request, newcomer=who.newcomer)
        _check_told(exchange, promise, field, foresee)
        check_offered(Search(exchange), visits, foresee)
        count_visits(exchange, who, key, len(visits), least=least)

    check_unless_done(exchange, key, check)
    return exchange.execute(request, key=key, newcomer=who.newcomer)


def check_unless_done(exchange: Exchange, key: str, check: Callable[[], None]) -> None:
    """Check a form; not one that is sent again, whose answer is recorded.

    Of two presses at once the other may be recorded while this one is checked. Both get its answer.
    """
    if exchange.was_done(key):
        return
    try:
        check()
    except (RefusedError, PageError):
        if not exchange.was_done(key):
            raise


def write_to(exchange: Exchange, who: Who, client: ClientKey, transfer: Transfer | None = None) -> None:
    """Write a letter to a newcomer, if letters can be sent.

    Args:
        transfer: What they are to pay by bank transfer.
    """
    if who.newcomer is not None and exchange.settings.mail is not None:
        newcomer = replace(who.newcomer, key=client)
        names = telling_for(exchange, newcomer)
        key = exchange.request_name()
        exchange.afterwards.add_task(welcome, exchange.settings, names, newcomer, exchange.now, key, transfer)
