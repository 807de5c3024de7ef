"""Words for names that are not known, or not clear."""

import shlex

from trafftpkg.cli.errors import UnknownIdError
from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.client import Double
from trafftpkg.domain.errors.naming import (
    AlreadyUnblockedError,
    AmbiguousClientError,
    ClientErasedError,
    ClientExistsError,
    NotAMemberError,
    SameClientError,
    TooManyMembersError,
    UnknownAppointmentError,
    UnknownBlockError,
    UnknownClientError,
    UnknownEmployeeError,
    UnknownError,
    UnknownLocationError,
    UnknownPackageError,
    UnknownPurchaseError,
    UnknownServiceError,
)
from trafftpkg.domain.ids import key_typed

_CALLED = {"email": "e-mail address", "phone": "phone number"}


@words.register
def _(error: UnknownClientError, names: Names) -> Words:
    typed = error.typed
    plain = typed.isascii() and typed.isalnum() and not typed.isdecimal() and key_typed(typed) is None
    handle = typed if plain else "HANDLE"
    return Words(
        problem=_unknown("client", error),
        remedy=f"List them: trafftpkg client list. Or add one: trafftpkg client add {handle} --name NAME",
    )


@words.register
def _(error: UnknownPackageError, names: Names) -> Words:
    return Words(problem=_unknown("package", error), remedy="List the packages: trafftpkg catalog show")


@words.register
def _(error: UnknownIdError, names: Names) -> Words:
    return Words(
        problem=_unknown("package, service, employee or location", error),
        remedy="List them: trafftpkg catalog show",
    )


@words.register
def _(error: UnknownServiceError, names: Names) -> Words:
    return Words(problem=_unknown("service", error), remedy="List the services: trafftpkg catalog show")


@words.register
def _(error: UnknownPurchaseError, names: Names) -> Words:
    return Words(
        problem=_unknown("purchase", error), remedy="List the purchases of a client: trafftpkg list CLIENT"
    )


@words.register
def _(error: UnknownAppointmentError, names: Names) -> Words:
    return Words(
        problem=_unknown("appointment", error),
        remedy="List the appointments of a client: trafftpkg appointments CLIENT",
    )


@words.register
def _(error: UnknownBlockError, names: Names) -> Words:
    return Words(
        problem=_unknown("absence", error),
        remedy="List the absences: trafftpkg blocks",
    )


@words.register
def _(error: AlreadyUnblockedError, names: Names) -> Words:
    return Words(
        problem=f"{error.block} was already removed.",
        remedy="There is nothing to do. The time can be booked again.",
    )


@words.register
def _(error: UnknownEmployeeError, names: Names) -> Words:
    return Words(problem=_unknown("employee", error), remedy="List the employees: trafftpkg catalog show")


@words.register
def _(error: UnknownLocationError, names: Names) -> Words:
    return Words(problem=_unknown("location", error), remedy="List the locations: trafftpkg catalog show")


@words.register
def _(error: AmbiguousClientError, names: Names) -> Words:
    named = ", ".join(f"{each.client} ({each.name})" if each.name else each.client for each in error.clients)
    more = error.count - len(error.clients)
    named += f" and {more} more" if more else ""
    search = f"trafftpkg client list {shlex.quote(error.typed)}"
    return Words(
        problem=f"'{error.typed}' may be any of {error.count} clients: {named}.",
        remedy=f"Use the handle of the one you mean. List them all: {search}",
    )


@words.register
def _(error: SameClientError, names: Names) -> Words:
    return Words(
        problem=f"Both names mean the same client: {error.handle}.",
        remedy="Give another client.",
    )


@words.register
def _(error: NotAMemberError, names: Names) -> Words:
    client, owner = names[error.client], names[error.owner]
    see = f"See whom it is shared with: trafftpkg show {error.purchase}"
    if error.client == error.owner:
        return Words(
            problem=f"{error.purchase} belongs to {owner}, who is not one of its members.", remedy=see
        )
    share = f". To share it: trafftpkg share {error.purchase} {client}" if error.members < error.most else ""
    return Words(
        problem=f"{error.purchase} belongs to {owner} and is not shared with {client}.",
        remedy=f"{see}{share}",
    )


@words.register
def _(error: TooManyMembersError, names: Names) -> Words:
    if not error.most:
        return Words(
            problem=f"{error.purchase} was sold for its owner alone and cannot be shared.",
            remedy=(
                "Give units to another client: "
                f"trafftpkg transfer {error.purchase} --to CLIENT --units 1 --reason TEXT"
            ),
        )
    now = ", ".join(names[each] for each in error.members) or "nobody"
    first = names[error.members[0]] if error.members else "CLIENT"
    return Words(
        problem=(
            f"{error.purchase} can be shared with {error.most} at most, and this would make {error.asked}. "
            f"It is shared with {now} now."
        ),
        remedy=f"Name fewer clients. Or take one away first: trafftpkg unshare {error.purchase} {first}",
    )


@words.register
def _(error: ClientErasedError, names: Names) -> Words:
    return Words(
        problem=f"The client with the key {error.client} was erased.",
        remedy="Add a new client: trafftpkg client add HANDLE --name NAME",
    )


@words.register
def _(error: ClientExistsError, names: Names) -> Words:
    what = _CALLED.get(error.what, error.what)
    share = " If two people share it, add --shared." if error.what in ("email", "phone") else ""
    return Words(
        problem=f"The {what} '{error.typed}' already belongs to client {error.handle}.",
        remedy=f"See that client: trafftpkg client show {error.handle}{share and '.'}{share}",
    )


def double_words(double: Double) -> str:
    """Return what leads to whom, and what can be done."""
    one, other = double.handles[:2]
    problem = (
        f"The {_CALLED.get(double.what, double.what)} '{double.typed}' leads to {', '.join(double.handles)}."
    )
    merge = f"If they are one person: trafftpkg client merge {one} {other}."
    share = "" if double.what == "handle" else f" If they share it: trafftpkg client edit {other} --shared"
    return f"{problem} {merge}{share}"


def _unknown(kind: str, error: UnknownError) -> str:
    hint = f" Did you mean '{error.nearest}'?" if error.nearest else ""
    return f"There is no {kind} '{error.typed}'.{hint}"
