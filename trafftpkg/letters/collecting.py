"""Puts the letters that are due into the outbox.

Whoever records something writes no letter: letters are made of the ledger's entries afterwards, up to a mark
that moves with them. So a booking neither waits nor fails for a letter, and none is lost or made twice,
whenever this is killed.
"""

from collections.abc import Sequence

from trafftpkg.domain.errors.untrusted import LedgerSealedError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.letters import REMINDERS, LetterKind
from trafftpkg.domain.moments import Length
from trafftpkg.domain.outbox import Letter, LetterMark
from trafftpkg.domain.value import replace
from trafftpkg.engine.inquiry import Inquiry
from trafftpkg.engine.questions.reminders import FindReminders, Reminders
from trafftpkg.engine.recorded import RecordedEntries, RecordedPage
from trafftpkg.letters.due import (
    KINDS,
    given_up_in,
    is_time_for,
    news_in,
    reminder_letter,
    set_right_in,
)
from trafftpkg.letters.ports import Outbox

EXPIRING_WITHIN = Length(count=14, unit="d")
USED_UP_WITHIN = Length(count=7, unit="d")
"""How long before or after a reminder's cause it is sent."""


class Collecting:
    """Puts into the outbox the letters that are due.

    Args:
        inquiry: Of the ledger, at the moment now.
        where: Where the ledger is, to be printed.
        reminders: The reminders that the business sends.
    """

    def __init__(
        self, inquiry: Inquiry, outbox: Outbox, where: str, reminders: Sequence[LetterKind] = REMINDERS
    ) -> None:
        self._inquiry = inquiry
        self._outbox = outbox
        self._where = where
        self._reminders = reminders

    def collect(self) -> int:
        """Put in the letters of what was recorded since last time, and return how many.

        The first time it only notes where the ledger ends: letters begin with what is recorded from then on.

        Raises:
            LedgerSealedError: the ledger goes on elsewhere, and so do its letters.
        """
        count = 0
        while (mark := self._begun()) is not None and (page := self._page_after(mark)).rows:
            letters, withdrawn = self._letters_of(page)
            self._outbox.withdraw(withdrawn)
            last = page.rows[-1].entry
            if self._outbox.take_in(letters, mark, replace(mark, seq=last.seq, hash=last.hash)):
                count += len(letters)
        return count

    def remind(self) -> int:
        """Put in the reminders that are due and were not put in before, and return how many."""
        return self._outbox.add(self._new_reminders())

    def foreseen(self) -> list[Letter]:
        """Return the letters that would be taken in hand now and have somewhere to go; nothing is written."""
        now = self._inquiry.clock()
        found = [each for each in self._outbox.letters(["waiting"]) if each.next_at <= now]
        mark = self._outbox.mark()
        while mark is not None and self._stands(mark) and (page := self._page_after(mark)).rows:
            letters, _ = self._letters_of(page)
            found += letters
            mark = replace(mark, seq=page.rows[-1].entry.seq, hash=page.rows[-1].entry.hash)
        if mark is not None:
            found += self._new_reminders()
        return [each for each in found if self._has_address(each.client)]

    def _has_address(self, client: ClientKey) -> bool:
        found = self._inquiry.clients.find(client)
        return found is not None and bool(found.email)

    def _begun(self) -> LetterMark | None:
        """Return the mark. If there is none, or its entry is gone, letters begin here, and it is None."""
        mark = self._outbox.mark()
        if mark is not None and self._stands(mark):
            return mark
        with self._inquiry.ledger.reading() as books:
            head = books.head()
            self._check_open(books.moved_to())
        if head is None:
            self._outbox.take_in([], mark, LetterMark(seq=0, hash=""))
        else:
            past = [
                replace(each, status="dropped", ended_at=each.due_at, trouble="before_letters")
                for each in self._new_reminders()
                if each.kind in ("used-up", "unpaid")
            ]
            self._outbox.add(past)
            self._outbox.take_in([], mark, LetterMark(seq=head.seq, hash=head.hash))
        return None

    def _stands(self, mark: LetterMark) -> bool:
        with self._inquiry.ledger.reading() as books:
            self._check_open(books.moved_to())
            head = books.head()
            if not mark.seq:
                return True
            if head is None or head.seq < mark.seq:
                return False
            if head.seq == mark.seq:
                return head.hash == mark.hash
            entry = books.entry(mark.seq)
            return entry is not None and entry.hash == mark.hash

    def _check_open(self, moved_to: str | None) -> None:
        if moved_to is not None:
            raise LedgerSealedError(where=self._where, moved_to=moved_to)

    def _page_after(self, mark: LetterMark) -> RecordedPage:
        return RecordedEntries(self._inquiry, mark.seq).page()

    def _letters_of(self, page: RecordedPage) -> tuple[list[Letter], list[int]]:
        """The letters of some entries, and the entries whose letters are not to be sent any more."""
        keys = [key for row in page.rows if (key := given_up_in(row.entry)) is not None]
        with self._inquiry.ledger.reading() as books:
            gone = [entry.seq for key in keys if (entry := books.entry_with_key(key)) is not None]
        gone += [seq for row in page.rows for seq in set_right_in(row.entry)]
        named = {key for row in page.rows for key in row.entry.clients}
        clients = {key for key in named if self._inquiry.clients.find(key) is not None}
        letters = [letter for row in page.rows for letter in news_in(row, clients)]
        return [each for each in letters if each.seq not in gone], gone

    def _new_reminders(self) -> list[Letter]:
        found = self._inquiry.ask(
            FindReminders(
                tomorrow="tomorrow" in self._reminders,
                expiring_within=EXPIRING_WITHIN if "expiring" in self._reminders else None,
                used_up_within=USED_UP_WITHIN if "used-up" in self._reminders else None,
                unpaid="unpaid" in self._reminders,
            )
        )
        letters = _letters_among(found)
        known = self._outbox.known([each.key for each in letters])
        return [each for each in letters if each.key not in known]


def _letters_among(found: Reminders) -> list[Letter]:
    view = found.view
    return [
        reminder_letter(each, view.now)
        for each in found.reminders
        if each.kind in KINDS and each.client in view.clients and is_time_for(each, view.now, view.time_zone)
    ]
