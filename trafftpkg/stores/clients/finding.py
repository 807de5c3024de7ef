"""Finds a client by key, handle, e-mail or phone number, and follows merges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import replace
from trafftpkg.stores.clients.phone_number import PhoneNumber, looks_like_phone_number

if TYPE_CHECKING:
    from trafftpkg.domain.errors.naming import AmbiguousClientError
    from trafftpkg.stores.tables.statements import Queries

COLUMNS = "key, handle, name, email, phone, time_zone"


def found(connection: Queries, typed: str, seq: int | None) -> Client | None:
    """Return the client whom this finds, ignoring merges after an entry.

    Raises:
        AmbiguousClientError: several have this e-mail address or phone number.
    """
    if "@" in typed:
        return _mailed(connection, typed, seq)
    return _named(connection, typed, seq) or _phoned(connection, typed, seq)


def found_or_refused(connection: Queries, typed: str) -> Client | AmbiguousClientError | None:
    """Return the client whom this finds, or the refusal."""
    from trafftpkg.domain.errors.naming import AmbiguousClientError

    try:
        return found(connection, typed, None)
    except AmbiguousClientError as error:
        return error


def _named(connection: Queries, typed: str, seq: int | None) -> Client | None:
    row = connection.execute(
        f"SELECT {COLUMNS}, merged_into, merged_seq FROM clients"
        " WHERE key = %(typed)s OR handle = %(typed)s ORDER BY key <> %(typed)s LIMIT 1",
        {"typed": typed},
    ).fetchone()
    return _followed(connection, row, seq) if row else None


def _followed(connection: Queries, row: tuple[Any, ...], seq: int | None) -> Client:
    """Return the client of a row, or the one they were merged into, however often."""
    *facts, into, merged_seq = row
    client = found = client_of(facts)
    while into is not None and (seq is None or merged_seq <= seq):
        *facts, into, merged_seq = connection.execute(
            f"SELECT {COLUMNS}, merged_into, merged_seq FROM clients WHERE key = %(into)s", {"into": into}
        ).fetchone()
        found = client_of(facts)
    return found if found is client else replace(found, entered_as=client.key)


def _mailed(connection: Queries, typed: str, seq: int | None) -> Client | None:
    from trafftpkg.stores.clients.email_address import folded, spellings

    known_as = {f"n{place}": each for place, each in enumerate(spellings(typed))}
    rows = connection.execute(
        f"SELECT {COLUMNS}, merged_into, merged_seq FROM clients"
        f" WHERE email_folded IN ({', '.join(f'%({each})s' for each in known_as)}) ORDER BY handle",
        known_as,
    ).fetchall()
    same = [row for row in rows if folded(client_of(row[:-2]).email or "") == folded(typed)]
    return _only_one(connection, typed, same, seq)


def _phoned(connection: Queries, typed: str, seq: int | None) -> Client | None:
    if not looks_like_phone_number(typed):
        return None
    number = PhoneNumber(typed)
    rows = connection.execute(
        f"SELECT {COLUMNS}, merged_into, merged_seq FROM clients"
        " WHERE phone_ending = %(ending)s ORDER BY handle",
        {"ending": number.ending},
    ).fetchall()
    same = [row for row in rows if number.is_same_as(PhoneNumber(client_of(row[:-2]).phone or ""))]
    return _only_one(connection, typed, same, seq)


def _only_one(connection: Queries, typed: str, same: list[tuple[Any, ...]], seq: int | None) -> Client | None:
    followed = (_followed(connection, row, seq) for row in same)
    found = list({each.key: each for each in followed}.values())
    if len(found) > 1:
        from trafftpkg.domain.errors.naming import AmbiguousClientError

        raise AmbiguousClientError(typed=typed, handles=tuple(each.handle for each in found))
    return found[0] if found else None


def client_of(row: Sequence[Any]) -> Client:
    """Return the client that a row of `COLUMNS` is."""
    key, handle, name, email, phone, time_zone = row
    return Client(key=ClientKey(key), handle=handle, name=name, email=email, phone=phone, time_zone=time_zone)
