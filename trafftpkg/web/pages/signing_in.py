"""Signing in by a link that works once, and signing out."""

from starlette.background import BackgroundTask
from starlette.responses import Response

from trafftpkg.domain.client import Client
from trafftpkg.web.call import Call
from trafftpkg.web.failures import LinkOverError
from trafftpkg.web.letters import sign_in_letter
from trafftpkg.web.safety.limits import (
    LETTERS_FROM_ONE_PLACE,
    LETTERS_TO_ONE_CLIENT,
    LETTERS_TO_ONE_CLIENT_FROM_ONE_PLACE,
)


def ask(call: Call) -> Response:
    """Ask for an e-mail address, where letters can be sent."""
    if call.client is not None:
        return call.go("/account")
    return call.page("sign_in.html", can_mail=call.site.mail is not None, sent=False, here=call.here)


def mail_link(call: Call) -> Response:
    """Mail a link to a client; the answer is the same whether or not anybody has this address."""
    email = call.fields.get("email", "").strip()
    client = call.engine.clients.find(email) if "@" in email else None
    may_write = _may_write(call, client, email)
    letter = None
    if may_write and client is not None and client.email and call.site.mail is not None:
        next_path = call.site.addresses.next_path(call.request.query_params.get("next"))
        letter = BackgroundTask(sign_in_letter, call.site, client.key, client.email, call.now, next_path)
    response = call.page("sign_in.html", can_mail=call.site.mail is not None, sent=True, here=call.here)
    response.background = letter
    return response


def offer(call: Call) -> Response:
    """Show a button that signs in: programs that open links in letters must not use them up."""
    coming = call.site.house.door.who_comes(call.request.path_params["link"], call.now)
    if coming is None:
        raise LinkOverError
    return call.page("sign_in_link.html", here=call.request.url.path)


def let_in(call: Call) -> Response:
    """Use the link, and begin a session as its client."""
    coming = call.site.house.door.let_in(call.request.path_params["link"], call.now)
    if coming is None:
        raise LinkOverError
    call.sign_in(coming.client)
    return call.go(coming.next)


def sign_out(call: Call) -> Response:
    """End the session: from now on its cookie opens nothing, wherever it is shown."""
    call.sign_out()
    return call.go("/")


def _may_write(call: Call, client: Client | None, email: str) -> bool:
    """Count a letter; beyond a limit none goes, and nobody learns of it (R-14.2).

    Letters count for the client, however their address is typed, and first for who asks: so that a stranger
    uses up their own share and no other's.
    """
    to = email.casefold() if client is None else client.key
    if not call.may(LETTERS_TO_ONE_CLIENT_FROM_ONE_PLACE, f"{call.machine} {to}"):
        return False
    return call.may(LETTERS_TO_ONE_CLIENT, to) and (client is None or call.may(LETTERS_FROM_ONE_PLACE))
