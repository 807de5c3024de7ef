"""Letting a known client in where they stand: a code by letter, typed into the very form (R-14.5)."""

from unicodedata import decimal

from trafftpkg.domain.client import Client
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import ClientKnownError, CodeSentError, IncompleteError
from trafftpkg.web.kept_language import agree_on_language, telling_for
from trafftpkg.web.safety.limits import (
    CODES,
    LETTERS_FROM_ONE_PLACE,
    LETTERS_TO_ONE_CLIENT,
    LETTERS_TO_ONE_CLIENT_FROM_ONE_PLACE,
)
from trafftpkg.web.secret_letters import code_letter

CODE = "code"
"""The field for the code."""


def let_in_by_code(exchange: Exchange, known: list[Client]) -> Client:
    """Sign the client in whose code the form has, or send a code to each client with this address.

    Raises:
        CodeSentError: a code was sent, and the form asks for it.
        IncompleteError: the code is wrong or expired.
        TooOftenError: too many codes were tried in this session.
        ClientKnownError: letters cannot be sent.
    """
    if exchange.settings.mail is None:
        raise ClientKnownError
    exchange.code_sent = True
    typed = "".join(str(decimal(each)) for each in exchange.fields.get(CODE, "") if each.isdecimal())
    if not typed:
        _send_codes(exchange, known)
        raise CodeSentError(is_down=exchange.settings.is_mail_down(exchange.now))
    exchange.check_limit(CODES, exchange.session.id)
    client = exchange.settings.backend.door.let_in_by_code(exchange.session.id, typed, exchange.now)
    found = next((each for each in known if each.key == client), None)
    if found is None:
        wrong = exchange.names.gettext(
            "This code is wrong or too old. Leave it empty and press the button for another."
        )
        raise IncompleteError(problems={CODE: wrong})
    exchange.sign_in(found.key)
    agree_on_language(exchange, found)
    return found


def _send_codes(exchange: Exchange, known: list[Client]) -> None:
    door = exchange.settings.backend.door
    for client in known:
        if client.email and may_write(exchange, client, client.email):
            code = door.code_for(client.key, exchange.session.id, now=exchange.now, valid=CODES.within)
            whom = client.name or client.handle if len(known) > 1 else None
            names = telling_for(exchange, client)
            exchange.afterwards.add_task(code_letter, exchange.settings, names, client.email, code, whom)


def may_write(exchange: Exchange, client: Client | None, email: str) -> bool:
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
