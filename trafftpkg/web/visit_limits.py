"""How much of the diary one visitor may hold: visits are counted, and those of unknown addresses are few."""

from trafftpkg.domain.door import Waiting
from trafftpkg.domain.value import replace
from trafftpkg.web.clients import Who
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotConfirmedError
from trafftpkg.web.safety.limits import (
    CONFIRM_WITHIN,
    VISITS_FROM_ONE_PLACE,
    VISITS_OF_ONE_CLIENT,
    VISITS_UNCONFIRMED,
)


def count_visits(exchange: Exchange, who: Who, key: str, visits: int, *, least: int = 0) -> None:
    """Count the visits that a form is about to book; a newcomer's wait for an answer to our letter (R-14.3).

    Args:
        key: Of the request: a form that is sent twice counts once.
        least: So many have to be booked at once, whoever asks.

    Raises:
        NotConfirmedError: they are more than an address that nobody has confirmed may hold.
        TooOftenError: they are more than one client, or one machine, may book in a day.
    """
    client = exchange.client
    if client is not None:
        exchange.check_limit(VISITS_OF_ONE_CLIENT, client.key, count=visits, name=key)
    else:
        limit = replace(VISITS_UNCONFIRMED, most=max(VISITS_UNCONFIRMED.most, least))
        if not exchange.allows(limit, count=visits, name=key):
            raise NotConfirmedError(most=limit.most)
    exchange.check_limit(VISITS_FROM_ONE_PLACE, count=visits, name=key)
    if who.newcomer is not None and exchange.settings.mail is not None:
        waiting = Waiting(key=key, client=who.newcomer.key)
        exchange.settings.backend.door.wait_for(waiting, exchange.now + CONFIRM_WITHIN)
