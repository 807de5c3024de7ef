"""How much of the diary one visitor may hold: visits are counted, and those of unknown addresses are few."""

from trafftpkg.domain.door import Waiting
from trafftpkg.domain.value import replace
from trafftpkg.web.call import Call
from trafftpkg.web.clients import Who
from trafftpkg.web.failures import NotConfirmedError
from trafftpkg.web.safety.limits import (
    CONFIRM_WITHIN,
    VISITS_FROM_ONE_PLACE,
    VISITS_OF_ONE_CLIENT,
    VISITS_UNCONFIRMED,
)


def hold(call: Call, who: Who, key: str, visits: int, *, least: int = 0) -> None:
    """Count the visits that a form is about to book; a newcomer's wait for an answer to our letter (R-14.3).

    Args:
        key: Of the request: a form that is sent twice counts once.
        least: So many have to be booked at once, whoever asks.

    Raises:
        NotConfirmedError: they are more than an address that nobody has confirmed may hold.
        TooOftenError: they are more than one client, or one machine, may book in a day.
    """
    client = call.client
    if client is not None:
        call.knock(VISITS_OF_ONE_CLIENT, client.key, count=visits, name=key)
    else:
        limit = replace(VISITS_UNCONFIRMED, most=max(VISITS_UNCONFIRMED.most, least))
        if not call.may(limit, count=visits, name=key):
            raise NotConfirmedError(most=limit.most)
    call.knock(VISITS_FROM_ONE_PLACE, count=visits, name=key)
    if who.newcomer is not None and call.site.mail is not None:
        waiting = Waiting(key=key, client=who.newcomer.key)
        call.site.house.door.wait_for(waiting, call.now + CONFIRM_WITHIN)
