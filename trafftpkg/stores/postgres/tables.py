"""Making the tables of a ledger, and upgrading them: each step once, by one machine at a time."""

from psycopg import sql

from trafftpkg.domain.errors.untrusted import LedgerTooNewError
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.rebuilding import made_anew
from trafftpkg.stores.postgres.schema import Connection, check_fit, known_version, steps, version_of
from trafftpkg.stores.postgres.statements import PostgresStatements


class PostgresTables:
    """The tables of one database, for who may change them."""

    def __init__(self, database: Database) -> None:
        """Name the database; nothing is opened yet."""
        self._database = database

    @property
    def version(self) -> int:
        """The version that this program works with."""
        return known_version()

    def init(self) -> int:
        """Make database, schema and tables where they are missing, and return the version found; 0 for none.

        Raises:
            LedgerTooNewError: a newer program made them.
            StoreUnavailableError: older ones are there, or the role may not make them.
        """
        with self._database.outside(making=True) as connection:
            found = version_of(connection)
            if found:
                check_fit(found, self._database.where)
            return make_tables(connection, self._database.where)

    def upgrade(self) -> int:
        """Bring the tables to this program's version, and return the one found.

        Raises:
            LedgerTooNewError: a newer program made them.
            LedgerMissingError: there are none.
            StoreUnavailableError: the role may not change them.
        """
        with self._database.outside() as connection:
            if not version_of(connection):
                check_fit(0, self._database.where)
            return make_tables(connection, self._database.where)


_LOCK = 0x7472666C
"""What is locked while tables are made: any number that nobody else uses in this database."""


def make_tables(connection: Connection, where: str) -> int:
    """Bring the tables to the known version, from whatever there is, and return the version found.

    Raises:
        LedgerTooNewError: a newer program made them.
        LedgerDamagedError: a line cannot be read; the tables are as they were.
    """
    # Locked around the transaction, which so begins when it can see what another machine made meanwhile.
    connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
    try:
        return _made(connection, where)
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def _made(connection: Connection, where: str) -> int:
    with connection.transaction():
        found = version_of(connection)
        if found > known_version():
            raise LedgerTooNewError(where=where, version=found, known=known_version())
        if not found:
            _make_schema(connection)
            connection.execute("CREATE TABLE ledger_schema (version integer PRIMARY KEY)")
        for version, step in enumerate(steps()[found:], start=found + 1):
            connection.execute(step.encode())
            connection.execute("INSERT INTO ledger_schema VALUES (%s)", (version,))
        if 0 < found < known_version():
            # What an older program made of the entries may mean something else by now.
            made_anew(PostgresStatements(connection), where)
    return found


def _make_schema(connection: Connection) -> None:
    """Make the schema that the address names first, if none of those it names is there."""
    (current, path) = connection.execute(
        "SELECT current_schema(), current_setting('search_path')"
    ).fetchone() or (None, "")
    if current is None:
        name = path.partition(",")[0].strip().strip('"')
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))
