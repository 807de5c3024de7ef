"""What leads to several clients of a book, though nobody said that they share it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from trafftpkg.domain.client import Client, Double
from trafftpkg.domain.recognition import caseless, digits_of, looks_like_phone, phone_ending, visible
from trafftpkg.stores.clients.finding import Region


def doubles(clients: Sequence[Client], region: Region) -> list[Double]:
    """Return each handle, address and number that several have, without those said to share it (R-1.22).

    A handle of an older book that is another's phone number counts as that number.
    """
    by_handle = _grouped(clients, lambda each: caseless(each.handle))
    by_email = _grouped(clients, lambda each: _email(each.email))
    return [
        *_told("handle", by_handle, lambda each: each.handle),
        *_told("email", by_email, lambda each: each.email),
        *_told("phone", _by_phone(clients, region), _phone),
    ]


def _told(
    what: Literal["handle", "email", "phone"],
    groups: Iterable[list[Client]],
    spelled: Callable[[Client], str | None],
) -> Iterator[Double]:
    for theirs in groups:
        if sum(what not in each.shared for each in theirs) > 1:
            yield Double(
                what=what, typed=spelled(theirs[-1]) or "", handles=tuple(each.handle for each in theirs)
            )


def _grouped(clients: Iterable[Client], same: Callable[[Client], str | None]) -> list[list[Client]]:
    groups: dict[str, list[Client]] = defaultdict(list)
    for each in clients:
        if key := same(each):
            groups[key].append(each)
    return [theirs for theirs in groups.values() if len(theirs) > 1]


def _email(email: str | None) -> str | None:
    email = visible(email or "")
    if not email or (email.isascii() and "xn--" not in email):
        return email.lower()
    from trafftpkg.stores.clients.email_address import folded

    return folded(email)


def _by_phone(clients: Sequence[Client], region: Region) -> Iterator[list[Client]]:
    """Look closely only at numbers that end alike."""
    for alike in _grouped(clients, lambda each: phone_ending(digits_of(_phone(each) or ""))):
        from trafftpkg.stores.clients.phone_numbers import PhoneNumber, phone_number

        groups: dict[PhoneNumber, list[Client]] = {}
        for each in alike:
            number = phone_number(_phone(each) or "", region())
            known = next((other for other in groups if number.is_same_as(other)), number)
            groups.setdefault(known, []).append(each)
        yield from (theirs for theirs in groups.values() if len(theirs) > 1)


def _phone(client: Client) -> str | None:
    return client.phone or (client.handle if looks_like_phone(client.handle) else None)
