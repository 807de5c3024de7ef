"""The outbox: which letters are due and how far each is, in the tables of the client book.

Several processes, and machines, send from it: each takes one letter in hand at a time. Who has it is not
noted, only until when: if the letter is still waiting by then, its sender has died, and another takes it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from trafftpkg.domain.ids import ClientKey, PurchaseId
from trafftpkg.domain.letters import LetterKind
from trafftpkg.domain.outbox import Letter, LetterMark, LetterStatus, LetterTrouble
from trafftpkg.domain.value import replace
from trafftpkg.stores.clients.columns import HAS_STOPPED, LETTERS, LETTERS_STOPPED
from trafftpkg.stores.clients.lookup import ClientTables, rows_in, rows_named
from trafftpkg.stores.tables.rows import micros, moment_of
from trafftpkg.stores.tables.statements import Queries, Statements, Values

_COLUMNS = ", ".join(LETTERS.names)
_ROWS = f"SELECT {_COLUMNS} FROM letters"
_MARK = "SELECT seq, hash, rest_until, rests FROM letters_mark"
_MOVED = (
    "INSERT INTO letters_mark (one, seq, hash, rests) VALUES (1, %(seq)s, %(hash)s, 0)"
    " ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
)
_IN_ORDER = "ORDER BY due_at, coalesce(seq, 0), key"
_LATEST_FIRST = "ORDER BY due_at DESC, coalesce(seq, 0) DESC, key DESC"
_NEXT = (
    f"{_ROWS} WHERE status = 'waiting' AND next_at <= %(now)s"
    f" AND NOT EXISTS (SELECT 1 FROM letters_mark WHERE rest_until > %(now)s) {_IN_ORDER} LIMIT 1"
)
_TAKEN = "UPDATE letters SET (next_at, tries) = (%(until)s, tries + 1) WHERE key = %(key)s"
_ENDED = (
    "UPDATE letters SET (status, ended_at, trouble, said) = (%(status)s, %(at)s, %(trouble)s, %(said)s)"
    " WHERE key = %(key)s"
)
_POSTPONED = (
    "UPDATE letters SET (next_at, tries, trouble, said) = (%(until)s, %(tries)s, %(trouble)s, %(said)s)"
    " WHERE key = %(key)s AND status = 'waiting'"
)
_OLD = "DELETE FROM letters WHERE status <> 'waiting' AND kind <> 'unpaid' AND ended_at < %(before)s"
_OF_UNANSWERED = "letters WHERE client = %(client)s AND status = 'waiting' AND trouble = 'no_answer_yet'"
_UNANSWERED = f"SELECT 1 FROM {_OF_UNANSWERED}"
_HURRIED = f"UPDATE {_OF_UNANSWERED.replace('WHERE', 'SET next_at = %(now)s WHERE')}"
_UNSENT = f"{_ROWS} WHERE about = %(about)s AND status IN ('failed', 'dropped') {_IN_ORDER}"
_NOTHING: Values = {}


class TableOutbox:
    """The outbox over its tables. Fulfils the letters' `Outbox`. Opening them raises what the book raises."""

    def __init__(self, tables: ClientTables) -> None:
        self._tables = tables

    def mark(self) -> LetterMark | None:
        """Return up to where letters were made. None while none have ever been."""
        with self._tables.reading() as connection:
            return None if connection is None else _mark(connection)

    def take_in(self, letters: Sequence[Letter], since: LetterMark | None, until: LetterMark) -> bool:
        """Put letters in and move the mark, all or nothing. False if somebody has moved it since."""
        with self._tables.writing() as connection:
            found = _mark(connection)
            if (found and (found.seq, found.hash)) != (since and (since.seq, since.hash)):
                return False
            connection.ignore(LETTERS, [_row(each) for each in letters])
            connection.execute(_MOVED, {"seq": until.seq, "hash": until.hash})
            return True

    def add(self, letters: Sequence[Letter]) -> int:
        """Put in those letters whose key is new, and return how many."""
        if not letters:
            return 0
        with self._tables.writing() as connection:
            before = _count(connection)
            connection.ignore(LETTERS, [_row(each) for each in letters])
            return _count(connection) - before

    def known(self, keys: Sequence[str]) -> set[str]:
        """Return those of these keys that letters in it have."""
        return {key for (key,) in rows_named(self._tables, "SELECT key FROM letters WHERE key", keys)}

    def take(self, now: datetime, until: datetime) -> Letter | None:
        """Take the letter in hand that has waited longest. None if there is none, or sending rests.

        Args:
            until: From when on another may take it, if it still waits.
        """
        values: dict[str, int | float | str | None] = {"now": micros(now), "until": micros(until)}
        if not rows_in(self._tables, _NEXT, values):
            return None  # Looking writes nothing.
        with self._tables.writing() as connection:
            row = connection.execute(_NEXT, values).fetchone()
            if row is None:
                return None
            letter = _letter(row)
            connection.execute(_TAKEN, {**values, "key": letter.key})
            return letter

    def end(
        self,
        letter: Letter,
        status: LetterStatus,
        at: datetime,
        trouble: LetterTrouble | None = None,
        said: str | None = None,
    ) -> None:
        """Note that a letter was sent, failed or was dropped. It is never taken again."""
        with self._tables.writing() as connection:
            values: Values = {
                "status": status,
                "at": micros(at),
                "trouble": trouble,
                "said": said,
                "key": letter.key,
            }
            connection.execute(_ENDED, values)
            if status == "sent":
                connection.execute(
                    "UPDATE letters_mark SET (rest_until, rests) = (NULL, 0) WHERE rests > 0", _NOTHING
                )

    def postpone(
        self, letter: Letter, until: datetime, trouble: LetterTrouble, said: str | None = None
    ) -> None:
        """Put a letter back, to be taken again at a moment. It counts as tried `letter.tries` times."""
        with self._tables.writing() as connection:
            values: Values = {
                "until": micros(until),
                "tries": letter.tries,
                "trouble": trouble,
                "said": said,
                "key": letter.key,
            }
            connection.execute(_POSTPONED, values)

    def hurry(self, client: ClientKey, now: datetime) -> None:
        """Let the letters of a client be taken that waited for their answer."""
        values: Values = {"client": client, "now": micros(now)}
        if not rows_in(self._tables, _UNANSWERED, values):
            return  # Most clients signed in before.
        with self._tables.writing() as connection:
            connection.execute(_HURRIED, values)

    def rest(self, until: datetime) -> None:
        """Let nobody take a letter until a moment: the mail server is down."""
        with self._tables.writing() as connection:
            connection.execute(
                "UPDATE letters_mark SET (rest_until, rests) = (%(until)s, rests + 1)",
                {"until": micros(until)},
            )

    def go_on(self) -> None:
        """End a rest, if there is one."""
        mark = self.mark()
        if mark is None or mark.rest_until is None:
            return
        with self._tables.writing() as connection:
            connection.execute("UPDATE letters_mark SET rest_until = NULL", _NOTHING)

    def stop(self, client: ClientKey) -> None:
        """Note that a client wants no more reminders."""
        with self._tables.writing() as connection:
            connection.ignore(LETTERS_STOPPED, [(client,)])

    def resume(self, client: ClientKey) -> None:
        """Note that a client wants reminders again."""
        with self._tables.writing() as connection:
            connection.remove(LETTERS_STOPPED, LETTERS_STOPPED.key, [(client,)])

    def has_stopped(self, client: ClientKey) -> bool:
        """Tell whether a client wants no more reminders."""
        return bool(rows_in(self._tables, HAS_STOPPED, {"client": client}))

    def withdraw(self, seqs: Sequence[int]) -> None:
        """Remove the letters of these entries that were not sent."""
        with self._tables.writing() as connection:
            connection.remove(LETTERS, ("seq",), [(seq,) for seq in seqs], "status <> 'sent'")

    def forget(self, before: datetime) -> None:
        """Remove what ended long ago, but for what may still be due by the same key."""
        with self._tables.writing() as connection:
            connection.execute(_OLD, {"before": micros(before)})

    def renew(self, about: str, now: datetime, *, dry_run: bool = False) -> list[Letter]:
        """Let the letters about a thing that failed or were dropped wait again, as if they were due now.

        Returns:
            Those letters, as they are then, or in a dry run would be.
        """
        values: Values = {"about": about}
        rows = rows_in(self._tables, _UNSENT, values)
        if rows and not dry_run:
            with self._tables.writing() as connection:
                # Another may have renewed and sent them in the meantime.
                rows = connection.execute(_UNSENT, values).fetchall()
                connection.put(LETTERS, [_row(_renewed(_letter(row), now)) for row in rows])
        return [_renewed(_letter(row), now) for row in rows]

    def sent_about(self, seq: int) -> list[Letter]:
        """Return the letters about an entry that were sent."""
        query = f"{_ROWS} WHERE seq = %(seq)s AND status = 'sent' {_IN_ORDER}"
        return [_letter(row) for row in rows_in(self._tables, query, {"seq": seq})]

    def letters(
        self,
        statuses: Sequence[LetterStatus] = (),
        limit: int | None = None,
        client: ClientKey | None = None,
    ) -> list[Letter]:
        """Return letters in the order they became due; of many the latest.

        Args:
            statuses: Only letters that are this far. None given: all.
            client: Only theirs.
        """
        values: dict[str, int | float | str | None] = {f"s{n}": each for n, each in enumerate(statuses)}
        among = f"status IN ({', '.join(f'%({each})s' for each in values)})" if values else "true"
        theirs = "true" if client is None else "client = %(client)s"
        values |= {"most": 2**62 if limit is None else limit, "client": client}
        latest = f"{_ROWS} WHERE {among} AND {theirs} {_LATEST_FIRST} LIMIT %(most)s"
        rows = rows_in(self._tables, f"SELECT * FROM ({latest}) AS latest {_IN_ORDER}", values)
        return [_letter(row) for row in rows]


def _renewed(letter: Letter, now: datetime) -> Letter:
    return replace(
        letter, status="waiting", due_at=now, next_at=now, tries=0, ended_at=None, trouble=None, said=None
    )


def _mark(connection: Queries) -> LetterMark | None:
    row = connection.execute(_MARK, _NOTHING).fetchone()
    if row is None:
        return None
    seq, digest, rest_until, rests = row
    rest = None if rest_until is None else moment_of(rest_until)
    return LetterMark(seq=seq, hash=digest, rest_until=rest, rests=rests)


def _count(connection: Statements) -> int:
    (count,) = connection.execute("SELECT count(*) FROM letters", _NOTHING).fetchone()
    return int(count)


def _row(letter: Letter) -> tuple[Any, ...]:
    return (
        letter.key,
        letter.kind,
        letter.client,
        letter.about,
        letter.seq,
        micros(letter.due_at),
        letter.status,
        letter.tries,
        micros(letter.next_at),
        None if letter.ended_at is None else micros(letter.ended_at),
        letter.trouble,
        letter.said,
    )


def _letter(row: Sequence[Any]) -> Letter:
    key, kind, client, about, seq, due_at, status, tries, next_at, ended_at, trouble, said = row
    kinds: LetterKind = kind
    return Letter(
        key=key,
        kind=kinds,
        client=ClientKey(client),
        about=PurchaseId(about),
        seq=seq,
        due_at=moment_of(due_at),
        status=status,
        tries=tries,
        next_at=moment_of(next_at),
        ended_at=None if ended_at is None else moment_of(ended_at),
        trouble=trouble,
        said=said,
    )
