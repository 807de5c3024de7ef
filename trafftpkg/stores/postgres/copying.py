"""A ledger in a database as one side of a copy."""

from collections.abc import Generator, Iterator
from hashlib import sha256

from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.finding import Damage
from trafftpkg.stores.lines.copying import NOTHING, End
from trafftpkg.stores.lines.line import TAIL, hash_in, is_whole
from trafftpkg.stores.postgres.bulk import Bulk
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.errors import without_retry
from trafftpkg.stores.postgres.fold import AT_ONCE, PostgresFold, head_of, locked_head
from trafftpkg.stores.postgres.lines import entry_in, stored_lines
from trafftpkg.stores.postgres.scope import lock_everything
from trafftpkg.stores.tables.rows import moment_of


class PostgresChain:
    """A ledger in a database; fulfils `Chain`."""

    def __init__(self, database: Database) -> None:
        """Name the database. Nothing is opened yet."""
        self.where = self.anywhere = database.where
        self._database = database

    def identity(self) -> tuple[object, ...]:
        """Return when the server started, and the table's number: every role may ask for this."""
        table = "current_database()::text, 'entries'::regclass::oid::bigint"
        with without_retry(), self._database.questions() as statements:
            return tuple(statements.one(f"SELECT pg_postmaster_start_time()::text, {table}"))

    def end(self) -> End:
        """Return where it ends now."""
        with without_retry(), self._database.questions() as statements:
            mark = head_of(statements, self.where)
        return NOTHING if mark.seq < 0 else End(mark.seq, mark.hash, moment_of(mark.at), mark.moved_to)

    def hash_of(self, seq: int) -> str | None:
        """Return the hash that the line of an entry carries; None if there is no such line."""
        with without_retry(), self._database.questions() as statements:
            row = statements.execute("SELECT line FROM entries WHERE seq = %s", (seq,)).fetchone()
        return None if row is None else hash_in(bytes(row[0]))

    def lines_after(self, end: End) -> Generator[bytes, None, None]:
        """Yield the lines after an earlier end, and check that each follows from the one before.

        Raises:
            LedgerDamagedError: a line was changed.
        """
        before = end.hash
        with without_retry(), self._database.questions() as statements:
            for seq, line in stored_lines(statements, end.seq):
                _check_follows(line, before, seq, self.where)
                before = hash_in(line)
                yield line

    def take(self, lines: Iterator[bytes], after: End) -> int:
        """Append lines, all or none, and return how many.

        Raises:
            BadArgumentError: somebody else recorded something there.
            LedgerDamagedError: a line does not follow from the one before.
        """
        with without_retry(), self._database.changes() as statements:
            lock_everything(statements)
            mark = locked_head(statements)
            if (mark.seq, mark.hash) != (after.seq, after.hash):
                raise BadArgumentError(field="to", reason="somebody_records", thing=self.where)
            fold = PostgresFold(Bulk(statements.connection), mark)
            for seq, line in enumerate(lines, mark.seq + 1):
                _check_follows(line, fold.mark.hash, seq, self.where)
                fold.take_line(entry_in(line, seq, self.where), line)
                if fold.waiting >= AT_ONCE:
                    fold.flush_settled()
            fold.flush()
        return fold.mark.seq - after.seq


def _check_follows(line: bytes, before: str, seq: int, where: str) -> None:
    """Check that a line follows from the hash `before`."""
    digest = sha256(before.encode() + line[:-TAIL]).hexdigest()
    if not is_whole(line) or hash_in(line) != digest:
        damage = Damage(line=seq + 1, offset=0, kind="changed", seq=seq, due=seq)
        raise LedgerDamagedError(where=where, damages=(damage,))
