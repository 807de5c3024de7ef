"""What the engine needs: a ledger, a catalogue, and a client book. Imported for types only.

Stores fulfil these structurally. One contract suite checks every store against each sentence.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, overload

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.client import Client, Double
from trafftpkg.domain.entry import Draft, Entry, Keep
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.header import Head, Header
from trafftpkg.domain.ids import AppointmentId, ClientKey, EmployeeId, Kind, PurchaseId, ThingId
from trafftpkg.domain.moments import Span
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.scope import RequestScope, Scope

if TYPE_CHECKING:
    from trafftpkg.domain.balance import Holding, HoldingField
    from trafftpkg.domain.errors.naming import AmbiguousClientError
    from trafftpkg.domain.flows import Flow, FlowField, MovementOf
    from trafftpkg.domain.purchase import MovementKind
    from trafftpkg.domain.thing import Engagement, Thing


class Books(Protocol):
    """What is recorded, up to one entry: a consistent view while it is open."""

    def header(self) -> Header | None:
        """Return what the ledger was opened with; None while nothing is recorded."""

    def head(self) -> Head | None:
        """Return the last entry of this view; None while nothing is recorded."""

    def moved_to(self) -> str | None:
        """Return where a sealed ledger goes on; None while it is not sealed."""

    @overload
    def thing(self, thing: PurchaseId) -> Purchase | None: ...
    @overload
    def thing(self, thing: AppointmentId) -> Appointment | None: ...
    @overload
    def thing(self, thing: ThingId) -> "Thing | None": ...
    def thing(self, thing: ThingId) -> "Thing | None":
        """Return a thing by its id, ended or not."""

    def purchases_of(self, client: ClientKey) -> list[Purchase]:
        """Return a client's purchases in the order bought, ended ones too."""

    def shared_with(self, client: ClientKey) -> list[Purchase]:
        """Return the purchases of others that a client may redeem from, in the order bought."""

    def clients(self) -> Iterator[ClientKey]:
        """Yield the key of each client with a purchase, a share of one, one to pay, or a visit, in order."""

    def purchases(self, wanted: PurchaseFilter, now: datetime) -> Iterator[Purchase]:
        """Yield the purchases that fit, judged at `now`, in the order asked for."""

    def count(self, wanted: PurchaseFilter, now: datetime) -> int:
        """Return how many purchases fit, whatever the limit."""

    def due_to_lapse(self, now: datetime) -> Iterator[PurchaseId]:
        """Yield purchases expired at `now` with free units not yet written off, sooner expiry first."""

    def unpaid_since(self, now: datetime) -> Iterator[PurchaseId]:
        """Yield purchases that were not paid when their time to pay was over, by `now`, sooner first.

        Also those that have expired since, as long as that is not written down.
        """

    def appointments(self, wanted: AppointmentFilter, now: datetime) -> Iterator[Appointment]:
        """Yield the appointments that fit, judged at `now`, by start, then id."""

    def diary(
        self, employee: EmployeeId | None, span: Span, kinds: Sequence[Kind] = ()
    ) -> "list[Engagement]":
        """Return what takes time of the span in one diary, or in all, in order; if given, of these kinds."""

    def visits_of(self, client: ClientKey, span: Span) -> list[Appointment]:
        """Return the client's booked visits that overlap the span, without buffers, by start, then id."""

    def flows(
        self,
        kinds: "Collection[MovementKind]",
        by: "tuple[FlowField, ...]",
        first: date | None,
        until: datetime,
    ) -> "Iterator[Flow]":
        """Yield sums of movements, by these fields, by kind and by unit.

        Movements that time alone will cause are included. Sums are exact, and may be zero.

        Args:
            kinds: Only movements of these kinds.
            first: From the start of this day of the business. None: from the beginning.
            until: Only movements before this moment.
        """

    def movements(
        self, kinds: "Collection[MovementKind]", since: datetime | None, until: datetime
    ) -> "Iterator[MovementOf]":
        """Yield single movements that are not nothing, with what they are of, in the order of their moments.

        Of one moment purchases come first, then by number, kind, part, employee and location.

        Args:
            kinds: Only movements of these kinds.
            since: Only movements from this moment on. None: from the beginning.
            until: Only movements before this moment.
        """

    def holdings(self, by: "HoldingField", now: datetime) -> "list[Holding]":
        """Return how many purchases are live at `now`, by package or by included service, by id.

        Memory grows with the ids, not with the purchases.
        """

    def entry_with_key(self, key: str) -> Entry | None:
        """Return the entry recorded under an idempotency key."""

    def entry(self, seq: int) -> Entry | None:
        """Return an entry by its number."""

    def entries_after(self, seq: int, most: int) -> list[Entry]:
        """Return the entries after one, in order, but not more than so many."""

    def last_touching(self, thing: ThingId) -> int:
        """Return the number of the last entry that touched a thing, which must exist."""

    def entries_touching(self, thing: ThingId) -> list[Entry]:
        """Return the entries that touched a thing, in order."""

    def as_of(self, seq: int) -> "Books":
        """Return the view right after an entry: what was known then."""

    def seq_at(self, moment: datetime) -> int:
        """Return the number of the last entry recorded at or before a moment; 0 if none."""

    def given(self, kind: Kind) -> int:
        """Return how many things of a kind have been numbered so far."""


class OpenBooks(Books, Protocol):
    """Books open for writing: what was read stays true until the context ends."""

    def append(
        self, drafts: Sequence[Draft], opening: Header | None = None, keep: Keep | None = None
    ) -> list[Entry]:
        """Record the drafts durably and in order, all or none.

        If others recorded since, new things may get other numbers, and `at` may be later: the returned
        entries count.

        Args:
            opening: Needed only while nothing is recorded.
            keep: Called with the entries right before they are recorded, to keep what belongs to them
                elsewhere. If it fails, nothing is recorded.

        Raises:
            LedgerMovedError: nothing was recorded; decide again.
            DiskFullError: there is no room; nothing was recorded.
            OutcomeUnknownError: it may or may not be recorded; repeat with the same key.
        """


class Ledger(Protocol):
    """An append-only sequence of entries. One request is one entry."""

    def reading(self) -> AbstractContextManager[Books]:
        """Open a consistent view; it neither waits for writers nor needs permission to write."""

    def writing(self, scope: Scope | RequestScope) -> AbstractContextManager[OpenBooks]:
        """Lock the scope against other writers until the context ends.

        Raises:
            LedgerLockedError: another process holds the lock. Names it.
            LedgerDamagedError: it cannot be trusted, so nothing may be written.
            LedgerMovedError: something in the scope changed meanwhile. Decide again.
        """


class ClientBook(Protocol):
    """The client book: the only place with personal data."""

    def find(self, typed: str, seq: int | None = None, *, in_part: bool = False) -> Client | None:
        """Return the client with this key, handle, e-mail address, phone number or name, in any spelling.

        The first of these that finds anybody counts. A name of a merged client finds the client who was
        kept.

        Args:
            seq: Ignore merges after this entry of the ledger.
            in_part: Accept beginnings of the words of a name, as questions do; else the whole name.

        Raises:
            AmbiguousClientError: it finds several.
        """

    def find_each(self, typed: Iterable[str]) -> "dict[str, Client | AmbiguousClientError | None]":
        """Return what `find` returns for each of many, or the error that it raises."""

    def reached_by(self, email: str) -> list[Client]:
        """Return all clients with this e-mail address; more than one where it was said that they share it."""

    def nearest(self, typed: str) -> str | None:
        """Return the handle of the client who was most likely meant, by handle or a part of the name."""

    def free_handle(self, wanted: str) -> str:
        """Return a handle that nobody has: this one, or this one with a number."""

    def doubles(self) -> Sequence[Double]:
        """Return what leads to several clients though nobody said that they share it."""

    def clients(self) -> list[Client]:
        """Return all clients by handle."""

    def by_keys(self, keys: Sequence[ClientKey]) -> dict[ClientKey, Client]:
        """Return the clients with these keys. Erased clients are missing."""

    def has_stopped_reminders(self, client: ClientKey) -> bool:
        """Tell whether a client wants no more letters that remind."""

    def as_kept(self, client: Client, before: Client | None = None) -> Client:
        """Return a client with name, e-mail address and phone number in the form in which they are kept.

        Args:
            before: The client before the change. Unchanged values are not checked.

        Raises:
            BadArgumentError: it is not one e-mail address, or not a phone number.
        """

    def mailbox(self, email: str) -> tuple[str, str] | None:
        """Return the local part of an address and its domain in ASCII. None if it is not an address."""

    def check(self) -> None:
        """Read all of it.

        Raises:
            ClientBookDamagedError: it is damaged, or not a client book.
        """

    def add(self, client: Client) -> None:
        """Add a client, who is as `as_kept` returned them.

        Raises:
            ClientExistsError: the handle is another's; or the address or number is, and it was not said that
                they share it.
        """

    def add_all(self, clients: Sequence[Client]) -> None:
        """Add clients, all or none; raises the same errors as `add`."""

    def merge(self, kept: ClientKey, merged: ClientKey, seq: int) -> None:
        """Make all names of one client lead to another, who also gets the contact data that they lack.

        Repeated, or for an erased client, it changes nothing.

        Args:
            seq: The entry of the ledger that merged them.
        """

    def part(self, seq: int) -> None:
        """Undo merges by this entry and later ones, which are gone from the ledger."""

    def change(self, client: Client) -> None:
        """Record a client's new facts under the same key.

        Raises:
            ClientExistsError: like `add`, for what is new.
        """

    def erase(self, client: ClientKey, seqs: Sequence[int]) -> None:
        """Remove everything about a client but the key, with the texts of these entries, for good.

        Raises:
            ErasureUnfinishedError: all was deleted, but not all could be overwritten. Repeat it.
        """

    def erased(self, keys: Sequence[ClientKey]) -> set[ClientKey]:
        """Return those of these keys whose clients were erased."""

    def keep_text(self, seq: int, text: str, salt: str) -> None:
        """Keep an entry's free text under its number. It replaces the text of a failed attempt."""

    def texts(self, seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return text and salt of these entries, if they have any."""

    def texts_after(self, seq: int, most: int) -> dict[int, tuple[str, str]]:
        """Return text and salt of the next entries that have any, in order, but not of more than so many."""
