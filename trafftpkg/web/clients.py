"""Who buys or books on the page: the signed-in client or somebody new; and how much they may book."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from hashlib import sha256

from trafftpkg.domain.client import Client
from trafftpkg.domain.door import Waiting
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.recognition import one_line, words_of
from trafftpkg.domain.texts import is_plain
from trafftpkg.domain.value import replace
from trafftpkg.engine.clients import new_client
from trafftpkg.languages.language import to_say
from trafftpkg.languages.telling import Telling
from trafftpkg.web.codes import let_in_by_code
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import IncompleteError, NotConfirmedError
from trafftpkg.web.kept_language import language_to_keep
from trafftpkg.web.safety.limits import (
    CONFIRM_WITHIN,
    VISITS_FROM_ONE_PLACE,
    VISITS_OF_ONE_CLIENT,
    VISITS_UNCONFIRMED,
)

_LONGEST = {"name": 200, "email": 254, "phone": 40}
"""How long a text may be. A longer text is not cut: the form asks for it again."""
_LOOKS = {
    "phone": to_say("A phone number has digits, as in +353 1 234 5678."),
    "email": to_say("An e-mail address looks like ana@example.com."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The client of a request. `newcomer` is added with the request; None for a known client."""

    typed: str
    name: str
    newcomer: Client | None = None


def who_asks(exchange: Exchange, key: str | None, others: Mapping[str, str]) -> Who:
    """Return the client who is signed in, or the new client of the form.

    Visitors who are not signed in are treated as new clients: knowing a client's e-mail address is not enough
    to book or see anything in their name.

    Args:
        key: The key of the request. A newcomer's handle is made from it, so that a request that is sent twice
            names the same client.
        others: What else is wrong with the form, by field, so that all of it is told at once.

    Raises:
        IncompleteError: something else is wrong, or the form does not say who it is.
        ClientKnownError, CodeSentError: the e-mail address belongs to a client, who has to sign in.
    """
    facts = {each: one_line(exchange.fields.get(each, "")) for each in _LONGEST}
    newcomer = new_client(
        handle_made(facts["name"], key or exchange.session.id),
        name=facts["name"],
        email=facts["email"],
        phone=facts["phone"] or None,
        language=language_to_keep(exchange),
    )
    problems = dict(others)
    if exchange.client is None:
        problems |= _problems(exchange.names, facts)
        newcomer = _as_kept(exchange, newcomer, problems)
    if problems:
        raise IncompleteError(problems=problems)
    if exchange.client is not None:
        return Who(typed=exchange.client.key, name=exchange.client.name or exchange.client.handle)
    clients = exchange.engine.clients
    free = clients.free_handle(newcomer.handle)  # First: a form that is sent twice at once may add them now.
    known = clients.reached_by(facts["email"])
    if any(each.email != newcomer.email or not each.handle.startswith(newcomer.handle) for each in known):
        client = let_in_by_code(exchange, known)
        return Who(typed=client.key, name=client.name or client.handle)
    if known:
        return Who(typed=known[0].handle, name=facts["name"])
    return Who(typed=free, name=facts["name"], newcomer=replace(newcomer, handle=free))


def _problems(names: Telling, facts: dict[str, str]) -> dict[str, str]:
    problems = {
        field: names.gettext(
            "This text has %(count)s characters. Please use at most %(most)s.",
            count=len(facts[field]),
            most=most,
        )
        for field, most in _LONGEST.items()
        if len(facts[field]) > most
    }
    turned = names.gettext("This text changes the direction of writing. Please type it again.")
    problems |= {field: turned for field, text in facts.items() if not is_plain(text)}
    if not facts["name"]:
        problems["name"] = names.gettext("Please tell us your name.")
    if not facts["email"]:
        problems["email"] = names.gettext("Please give us your e-mail address.")
    return problems


def _as_kept(exchange: Exchange, newcomer: Client, problems: dict[str, str]) -> Client:
    """Return the new client as the book keeps them, or add what is wrong with them to the problems."""
    # Whose else the number is a stranger must not learn, and a family may have one.
    newcomer = replace(newcomer, shared=("phone",))
    try:
        newcomer = exchange.engine.clients.as_kept(newcomer)
    except BadArgumentError as error:
        problems.setdefault(error.field, exchange.names.gettext(_LOOKS[error.field]))
        return newcomer
    if newcomer.email and not _is_reached(exchange, newcomer.email):
        problems.setdefault(
            "email",
            exchange.names.gettext(
                "No letter of ours can reach this address. Please give us one with only the letters a to z."
            ),
        )
    return newcomer


def _is_reached(exchange: Exchange, email: str) -> bool:
    """Tell whether our letters reach an address, as far as that is known."""
    mail, mailbox = exchange.settings.mail, exchange.engine.clients.mailbox(email)
    return mail is None or mailbox is None or mail.reaches(Address(username=mailbox[0], domain=mailbox[1]))


def handle_made(name: str, key: str) -> str:
    """Return a handle that the desk can read and type, and hardly anybody else has: `ana-ilic-n3f2a81b`.

    Its last part begins with a letter, so that a name of digits makes no phone number of it.
    """
    slug = "-".join(each for each in words_of(name) if each.isascii())[:30].strip("-") or "client"
    return f"{slug}-n{sha256(key.encode()).hexdigest()[:7]}"


def count_visits(exchange: Exchange, who: Who, key: str, visits: int, *, least: int = 0) -> None:
    """Count the visits that a form books. A newcomer's visits wait for an answer to our letter (R-14.3).

    Args:
        key: The key of the request: a form that is sent twice counts once.
        least: How many have to be booked at once, by anybody.

    Raises:
        NotConfirmedError: they are too many for an e-mail address that is not confirmed.
        TooOftenError: they are too many for one client, or one machine, in a day.
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
