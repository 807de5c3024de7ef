"""Signing in with a link that works once, and signing out."""

from starlette.background import BackgroundTasks
from starlette.responses import Response

from trafftpkg.domain.client import Client
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import LinkOverError
from trafftpkg.web.mail_texts import sign_in_letter
from trafftpkg.web.safety.limits import (
    LETTERS_FROM_ONE_PLACE,
    LETTERS_TO_ONE_CLIENT,
    LETTERS_TO_ONE_CLIENT_FROM_ONE_PLACE,
)


def ask(exchange: Exchange) -> Response:
    """Ask for an e-mail address, if letters can be sent."""
    if exchange.client is not None:
        return exchange.go("/account")
    return exchange.page(
        "sign_in.html", can_mail=exchange.settings.mail is not None, sent=False, here=exchange.here
    )


def mail_link(exchange: Exchange) -> Response:
    """Mail a link to a client. The answer is the same whether or not a client has this address.

    Where several share it, each gets a letter that says for whom it is.
    """
    email = exchange.fields.get("email", "").strip()
    clients = exchange.engine.clients.reached_by(email) if "@" in email else []
    letters = BackgroundTasks()
    if not clients:
        _may_write(exchange, None, email)
    for client in clients:
        may_write = _may_write(exchange, client, email)
        if may_write and client.email and exchange.settings.mail is not None:
            next_path = exchange.settings.addresses.next_path(exchange.request.query_params.get("next"))
            whom = client.name or client.handle if len(clients) > 1 else None
            letters.add_task(
                sign_in_letter, exchange.settings, client.key, client.email, exchange.now, next_path, whom
            )
    response = exchange.page(
        "sign_in.html", can_mail=exchange.settings.mail is not None, sent=True, here=exchange.here
    )
    response.background = letters if letters.tasks else None
    return response


def offer(exchange: Exchange) -> Response:
    """Show a button that signs in, because programs that open links in letters must not use them up."""
    coming = exchange.settings.backend.door.who_comes(exchange.request.path_params["link"], exchange.now)
    if coming is None:
        raise LinkOverError
    return exchange.page("sign_in_link.html", here=exchange.request.url.path)


def let_in(exchange: Exchange) -> Response:
    """Use the link, and begin a session of its client."""
    coming = exchange.settings.backend.door.let_in(exchange.request.path_params["link"], exchange.now)
    if coming is None:
        raise LinkOverError
    exchange.sign_in(coming.client)
    return exchange.go(coming.next)


def sign_out(exchange: Exchange) -> Response:
    """End the session. Its cookie is not valid any more on any server."""
    exchange.sign_out()
    return exchange.go("/")


def _may_write(exchange: Exchange, client: Client | None, email: str) -> bool:
    """Count a letter. Beyond a limit none is sent, and nobody learns this (R-14.2).

    Letters count for the machine that asks first, then for the client, however the address is typed: a
    stranger uses up only their own share.
    """
    to = email.casefold() if client is None else client.key
    if not exchange.allows(LETTERS_TO_ONE_CLIENT_FROM_ONE_PLACE, f"{exchange.machine} {to}"):
        return False
    return exchange.allows(LETTERS_TO_ONE_CLIENT, to) and (
        client is None or exchange.allows(LETTERS_FROM_ONE_PLACE)
    )
