"""Signing in with a link that works once, and signing out."""

from starlette.responses import Response

from trafftpkg.web.codes import may_write
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import LinkOverError
from trafftpkg.web.kept_language import agree_on_language, telling_for
from trafftpkg.web.secret_letters import sign_in_letter


def ask(exchange: Exchange) -> Response:
    """Ask for an e-mail address, if letters can be sent."""
    if exchange.client is not None:
        return exchange.go("/account")
    return _page(exchange, sent=False)


def mail_link(exchange: Exchange) -> Response:
    """Mail a link to a client. The answer is the same whether or not a client has this address.

    Where several share it, each gets a letter that says for whom it is.
    """
    email = exchange.fields.get("email", "").strip()
    clients = exchange.engine.clients.reached_by(email) if "@" in email else []
    if not clients:
        may_write(exchange, None, email)
    for client in clients:
        if may_write(exchange, client, email) and client.email and exchange.settings.mail is not None:
            next_path = exchange.settings.addresses.next_path(exchange.request.query_params.get("next"))
            whom = client.name or client.handle if len(clients) > 1 else None
            names = telling_for(exchange, client)
            exchange.afterwards.add_task(
                sign_in_letter, exchange.settings, names, client, exchange.now, next_path, whom
            )
    return _page(exchange, sent=True)


def _page(exchange: Exchange, *, sent: bool) -> Response:
    settings, can_mail = exchange.settings, exchange.settings.mail is not None
    # Nobody waits for the mail server who only looks. Who asks for a letter does, whoever has the address.
    ask = settings.is_mail_down if sent else settings.is_mail_resting
    down = can_mail and ask(exchange.now)
    return exchange.page("sign_in.html", can_mail=can_mail, sent=sent, is_down=down, here=exchange.here)


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
    client = exchange.engine.clients.find(coming.client)
    if client is not None:
        agree_on_language(exchange, client)
    return exchange.go(coming.next)


def sign_out(exchange: Exchange) -> Response:
    """End the session. Its cookie is not valid any more on any server."""
    exchange.sign_out()
    return exchange.go("/")
