"""Finding clients in the book: by key, handle, e-mail, phone number or name, and on to who was kept of two.

One order for every door: an exact handle, then an address or a number, then names (R-1.20).

What recognises a spelling is imported where one is looked for: most people type a handle as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from trafftpkg.domain.client import REACHES, Called, Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import Value, replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.errors.naming import AmbiguousClientError
    from trafftpkg.stores.tables.statements import Queries

COLUMNS = "key, handle, name, email, phone, time_zone, shared, language"
_ROWS = f"SELECT {COLUMNS}, merged_into, merged_seq FROM clients"
MOST_NAMED = 9
"""Clients that a short list names; of more it says how many there are."""

Region = Callable[[], str | None]
"""Returns how phone numbers without a country's code are read."""


@value
class Looking(Value):
    """How a client is looked for.

    Args:
        seq: Leave out what was merged after this entry.
        in_part: Beginnings of the words of a name will do; else it must be whole.
    """

    seq: int | None = None
    in_part: bool = False


class Finder:
    """Looks clients up in the tables of one book."""

    def __init__(self, connection: Queries, region: Region, how: Looking) -> None:
        self._connection = connection
        self._region = region
        self._how = how

    def found(self, typed: str) -> Client | None:
        """Return whom this leads to.

        Raises:
            AmbiguousClientError: it finds several.
        """
        return self._only_one(typed, self.all_found(typed))

    def found_or_refused(self, typed: str) -> Client | AmbiguousClientError | None:
        """Return whom this leads to, or the refusal."""
        from trafftpkg.domain.errors.naming import AmbiguousClientError

        try:
            return self.found(typed)
        except AmbiguousClientError as error:
            return error

    def all_found(self, typed: str) -> list[Client]:
        """Return all to whom this leads, by the first way that leads to anybody."""
        ways = [self.keyed, self.handled, self.reached, self.named]
        if self._how.in_part:
            ways.append(self.named_in_part)
        return next((found for way in ways if (found := way(typed))), [])

    def keyed(self, typed: str) -> list[Client]:
        """Return who has this key, or to the letter this handle."""
        query = f"{_ROWS} WHERE key = %(typed)s OR handle = %(typed)s ORDER BY key <> %(typed)s LIMIT 1"
        return self._clients(query, {"typed": typed})

    def handled(self, typed: str) -> list[Client]:
        """Return who has this handle in any spelling."""
        from trafftpkg.domain.recognition import caseless

        query = f"{_ROWS} WHERE handle_folded = %(typed)s ORDER BY handle"
        return self._clients(query, {"typed": caseless(typed)})

    def reached(self, typed: str) -> list[Client]:
        """Return who has this e-mail address or phone number."""
        from trafftpkg.domain.recognition import looks_like_email, looks_like_phone

        if looks_like_email(typed):
            return self.mailed(typed)
        return self.phoned(typed) if looks_like_phone(typed) else []

    def mailed(self, typed: str) -> list[Client]:
        """Return who has this e-mail address."""
        from trafftpkg.stores.clients.email_address import folded, spellings

        theirs = folded(typed)
        return self._clients(
            *_any_of(f"{_ROWS} WHERE email_folded", spellings(typed)),
            lambda each: folded(each.email or "") == theirs,
        )

    def phoned(self, typed: str) -> list[Client]:
        """Return who has this phone number."""
        from trafftpkg.stores.clients.phone_numbers import phone_number

        number = phone_number(typed, self._region())
        return self._clients(
            *_any_of(f"{_ROWS} WHERE phone_ending", number.endings),
            lambda each: number.is_same_as(phone_number(each.phone or "", self._region())),
        )

    def named(self, typed: str) -> list[Client]:
        """Return who is called that, word for word."""
        from trafftpkg.domain.recognition import words_of

        words = words_of(typed)
        return [each for each in self._called(words) if words == words_of(each.name or "")]

    def named_in_part(self, typed: str) -> list[Client]:
        """Return the words of whose names begin with what was typed."""
        from trafftpkg.domain.recognition import begins_words, words_of

        words = words_of(typed)
        return [each for each in self._called(words) if begins_words(words, words_of(each.name or ""))]

    def _called(self, words: tuple[str, ...]) -> list[Client]:
        if not words:
            return []
        wanted = {f"w{place}": f"% {word}%" for place, word in enumerate(words)}
        conditions = " AND ".join(f"name_folded LIKE %({each})s" for each in wanted)
        return self._clients(f"{_ROWS} WHERE {conditions} ORDER BY handle", wanted)

    def _clients(
        self, query: str, values: dict[str, str], fits: Callable[[Client], bool] | None = None
    ) -> list[Client]:
        rows = self._connection.execute(query, values).fetchall()
        followed = [self._followed(row) for row in rows if fits is None or fits(client_of(row[:-2]))]
        # Whom it leads to by way of another is told so only where it does not also lead there directly.
        followed.sort(key=lambda each: each.entered_as is None)
        return sorted({each.key: each for each in followed}.values(), key=lambda each: each.handle)

    def _followed(self, row: tuple[Any, ...]) -> Client:
        """The client that a row leads to, however many were merged on the way."""
        *facts, into, merged_seq = row
        client = found = client_of(facts)
        seq = self._how.seq
        while into is not None and (seq is None or merged_seq <= seq):
            *facts, into, merged_seq = self._connection.execute(
                f"{_ROWS} WHERE key = %(into)s", {"into": into}
            ).fetchone()
            found = client_of(facts)
        return found if found is client else replace(found, entered_as=client.key)

    def _only_one(self, typed: str, found: list[Client]) -> Client | None:
        if len(found) < 2:
            return found[0] if found else None
        from trafftpkg.domain.errors.naming import AmbiguousClientError

        some = found[:MOST_NAMED]
        raise AmbiguousClientError(
            typed=typed,
            handles=tuple(each.handle for each in some),
            clients=tuple(Called(client=each.handle, name=each.name) for each in some),
            count=len(found),
        )


def _any_of(query: str, texts: Iterable[str]) -> tuple[str, dict[str, str]]:
    values = {f"n{place}": each for place, each in enumerate(texts)}
    return f"{query} IN ({', '.join(f'%({each})s' for each in values) or 'NULL'}) ORDER BY handle", values


def client_of(row: Sequence[Any]) -> Client:
    """Return the client that a row of `COLUMNS` is."""
    key, handle, name, email, phone, time_zone, shared, language = row
    return Client(
        key=ClientKey(key),
        handle=handle,
        name=name,
        email=email,
        phone=phone,
        time_zone=time_zone,
        language=language,
        shared=tuple(each for each in REACHES if each in (shared or "").split()),
    )
