"""A form in two steps, for buying and booking: choose, see a summary, and do it.

The summary carries the fields of the form, and a signature of what it said: a price that changed since is not
charged, and another purchase does not pay without asking.
"""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.responses import Response

from trafftpkg.domain.errors.base import RefusedError, TrafftpkgError, UsageError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.requests.base import Request as Asked
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.web.clients import Who, count_visits
from trafftpkg.web.codes import CODE
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import ChangedMeanwhileError, IncompleteError, NotOnThePageError, PageError
from trafftpkg.web.offered import check_offered
from trafftpkg.web.safety.forms import CSRF_FIELD, REQUEST
from trafftpkg.web.searching import Search
from trafftpkg.web.secret_letters import welcome
from trafftpkg.web.transfer import Transfer
from trafftpkg.web.words.every import say

TOLD = "told"
"""The field with the signature of what the summary said."""

PAYER = "payer"
"""The field with the purchase that pays, by its name in addresses."""

_OF_ONE_SENDING = ("go", CSRF_FIELD, REQUEST, PAYER, CODE)

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


def summary_facts(exchange: Exchange, told: str) -> dict[str, Any]:
    """Return what the template of a summary needs: the form's fields, and a signature of what it says."""
    return {"kept": kept_fields(exchange), TOLD: signed(exchange, told)}


def kept_fields(exchange: Exchange) -> dict[str, str]:
    """Return the fields of the form that its summary carries."""
    return {
        name: value
        for name, value in exchange.fields.items()
        if name not in _OF_ONE_SENDING and not name.startswith(TOLD)
    }


def signed(exchange: Exchange, told: str) -> str:
    """Return a signature of what a summary says."""
    return exchange.signing.signature(TOLD, told)


def check_told(exchange: Exchange, told: str, field: str = TOLD) -> None:
    """Raise ChangedMeanwhileError unless the summary said this, by the signature in a field."""
    if not exchange.signing.is_signature(TOLD, told, exchange.fields.get(field, "")):
        raise ChangedMeanwhileError


def carry_out(
    exchange: Exchange, request: Asked, visits: Sequence[VisitWanted], who: Who, *, least: int = 0
) -> Outcome:
    """Do what the form asks for. A form that is sent again is not counted or checked again.

    Args:
        visits: The visits that are booked with it.
        least: How many of them have to be booked, by anybody.
    """
    key = exchange.request_name()
    if not exchange.was_done(key):
        check_offered(Search(exchange), visits, lambda: exchange.foresee(request, newcomer=who.newcomer))
        count_visits(exchange, who, key, len(visits), least=least)
    return exchange.execute(request, key=key, newcomer=who.newcomer)


def write_to(exchange: Exchange, who: Who, client: ClientKey, transfer: Transfer | None = None) -> None:
    """Write a letter to a newcomer, if letters can be sent.

    Args:
        transfer: What they are to pay by bank transfer.
    """
    if who.newcomer is not None and exchange.settings.mail is not None:
        to = who.newcomer.email
        exchange.afterwards.add_task(welcome, exchange.settings, client, to, exchange.now, transfer)
