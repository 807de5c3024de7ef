"""What was recorded, entry by entry, for programs that follow the ledger."""

from typing import TYPE_CHECKING

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.changes import LatestThings
from trafftpkg.engine.outcomes import parties_among
from trafftpkg.engine.questions.history import HistoryRow, row_of
from trafftpkg.engine.questions.reasons import reasons_of
from trafftpkg.engine.reading import View

if TYPE_CHECKING:
    from trafftpkg.engine.inquiry import Inquiry

AT_ONCE = 500
"""How many entries are read at once."""


@value
class RecordedPage(Value):
    """Some entries, one after the other, and what they did.

    Args:
        is_last: Whether nothing more was recorded when they were read.
        moved_to: Where a sealed ledger goes on; None before its last page.
    """

    view: View
    rows: tuple[HistoryRow, ...]
    is_last: bool
    moved_to: str | None


class RecordedEntries:
    """Reads entries in order, a page at a time, from one on. None is read before it is on the disk.

    Args:
        inquiry: Of the ledger.
        after: The number of the last entry that is known already.
    """

    def __init__(self, inquiry: "Inquiry", after: int) -> None:
        self._inquiry = inquiry
        self._after = after
        self._things = LatestThings()

    def page(self) -> RecordedPage:
        """Return the next entries. None if nothing more is recorded.

        Raises:
            BadArgumentError: the ledger ends before the entry that is known already.
        """
        with self._inquiry.ledger.reading() as books:
            head = books.head()
            last = 0 if head is None else head.seq
            if self._after > last:
                raise BadArgumentError(field="after", reason="after_the_last", given=self._after, limit=last)
            reading = self._inquiry.reading(books)
            entries = books.entries_after(self._after, AT_ONCE)
            reasons = reasons_of(reading, entries) if entries else {}
            rows = [
                row_of(each, self._things.changes_in(each, books), reasons.get(each.seq)) for each in entries
            ]
            told = parties_among(change.after for row in rows for change in row.changes)
            view = reading.view(told.union(*(each.clients for each in entries)))
            self._after = entries[-1].seq if entries else self._after
            is_last = self._after == last
            return RecordedPage(
                view=view, rows=tuple(rows), is_last=is_last, moved_to=books.moved_to() if is_last else None
            )
