"""The journal: the movements of a period as double entries."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import ThingId
from trafftpkg.domain.journal import JOURNALLED, Posting, brought_forward, postings_of
from trafftpkg.domain.moments import day_of, end_of, start_of
from trafftpkg.domain.movements import Movement
from trafftpkg.domain.purchase import MovementKind
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.reading import Reading


@value
class Transaction(Value):
    """What happened to a thing at one moment, or what a period opens with.

    Args:
        day: In the business's time zone.
        thing: A purchase or a visit at its price; None where the period opens.
        entry: The number of the entry that did it; None where time alone did it, or the period opens.
        told: Which kinds of movements it is made of, each with the service, method or tax of it, if any.
        postings: They come to zero. At least two.
    """

    day: date
    currency: str
    thing: ThingId | None
    package: str | None
    entry: int | None
    told: tuple[tuple[MovementKind, str], ...]
    postings: tuple[Posting, ...]


@value
class WriteJournal(Value):
    """Write the double entries of whole days, both included; what is not over, up to now (R-11.13).

    Args:
        first: None is the beginning.
        last: None is today.
    """

    first: date | None = None
    last: date | None = None

    def transactions(self, reading: Reading) -> Iterator[Transaction]:
        """Yield the transactions by their moments: with `first`, what was brought forward comes first."""
        if self.first is not None and self.last is not None and self.last < self.first:
            raise BadArgumentError(field="last", reason="before_start", given=self.last, limit=self.first)
        if reading.is_empty:
            return
        over = reading.now + timedelta(microseconds=1)
        until = over if self.last is None else min(end_of(self.last, reading.time_zone), over)
        since = None if self.first is None else start_of(self.first, reading.time_zone)
        if since is not None:
            yield from self._opening(reading, min(since, over))
        yield from _each(reading, since, until)

    def _opening(self, reading: Reading, until: datetime) -> Iterator[Transaction]:
        moved = [
            Movement(until, each.kind, each.key[0] or "", value=each.value, gross=each.gross)
            for each in reading.books.flows(JOURNALLED, ("part",), None, until)
        ]
        postings = brought_forward(moved, reading.catalogue.business.accounts)
        if postings and self.first is not None:
            yield Transaction(
                day=self.first,
                currency=reading.view(()).currency,
                thing=None,
                package=None,
                entry=None,
                told=(),
                postings=tuple(postings),
            )


def _each(reading: Reading, since: datetime | None, until: datetime) -> Iterator[Transaction]:
    accounts, currency = reading.catalogue.business.accounts, reading.view(()).currency
    found = reading.books.movements(JOURNALLED, since, until)
    for (at, thing), group in groupby(found, lambda each: (each.movement.at, each.thing)):
        same = list(group)
        moved = [each.movement for each in same]
        postings = postings_of(moved, accounts)
        if postings:
            yield Transaction(
                day=day_of(at, reading.time_zone),
                currency=currency,
                thing=thing,
                package=same[0].package,
                entry=same[0].entry,
                told=tuple(dict.fromkeys((each.kind, each.part) for each in moved)),
                postings=tuple(postings),
            )
