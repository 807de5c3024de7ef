"""Making one client of two entries that are one person."""

from typing import TYPE_CHECKING

from trafftpkg.domain.errors.changing import MergeLastsError
from trafftpkg.domain.errors.naming import SameClientError
from trafftpkg.domain.errors.unavailable import DiskFullError, LedgerLockedError, OutcomeUnknownError
from trafftpkg.domain.errors.untrusted import ClientBookDamagedError
from trafftpkg.domain.errors.unusable import NotPermittedError, StoreError
from trafftpkg.domain.events.ledger import ClientsMerged
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.worksheet import Worksheet

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry
    from trafftpkg.engine.ports import ClientBook

_UNWRITTEN = (
    ClientBookDamagedError,
    DiskFullError,
    LedgerLockedError,
    NotPermittedError,
    OutcomeUnknownError,
    StoreError,
)
"""The errors that writing the client book may raise."""


@value
class MergeClients(Request):
    """Give everything that `merged` has to `kept` (R-10.4).

    The ledger goes first and the client book follows: where that fails, asking again completes it.
    """

    name = "merge"
    client_fields = ("kept", "merged")
    added = ("confirmed",)
    # What they pay for, or may redeem from, is others' as well.
    holds_everything = True

    kept: str
    merged: str
    confirmed: bool = False

    def decide(self, sheet: Worksheet) -> None:
        kept, other = sheet.client(self.kept), sheet.client(self.merged)
        entered = other.entered_as or other.key
        # A request that was under way while the two were merged may have left something under the other key.
        left = (
            sheet.purchases_of(entered),
            sheet.appointments_of(entered),
            sheet.shared_with(entered),
            sheet.paid_for_by(entered),
        )
        if entered == kept.key or (kept.key == other.key and not any(left)):
            raise SameClientError(handle=kept.handle)
        if not self.confirmed:
            raise MergeLastsError(
                kept=kept.handle,
                merged=other.handle,
                purchases=tuple(each.id for each in left[0]),
                appointments=tuple(each.id for each in left[1]),
                shared=tuple(each.id for each in left[2]),
                paid_for=tuple(each.id for each in left[3]),
            )
        sheet.record(
            ClientsMerged(
                kept=kept.key,
                merged=entered,
                purchases=tuple(each.id for each in left[0]),
                appointments=tuple(each.id for each in left[1]),
                shared=tuple(each.id for each in left[2]),
                paid_for=tuple(each.id for each in left[3]),
            )
        )

    def follow_up(self, entry: "Entry", clients: "ClientBook") -> None:
        for event in entry.events:
            if isinstance(event, ClientsMerged):
                try:
                    clients.merge(event.kept, event.merged, entry.seq)
                except _UNWRITTEN as error:
                    raise OutcomeUnknownError(where=error.where, reason="client_book_behind") from error
