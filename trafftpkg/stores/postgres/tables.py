"""Makes and upgrades the tables of a ledger: each step once, by one machine at a time."""

from psycopg import sql

from trafftpkg.domain.errors.untrusted import LedgerTooNewError
from trafftpkg.domain.recognition import caseless
from trafftpkg.stores.clients.columns import filed_name
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.rebuilding import made_anew
from trafftpkg.stores.postgres.schema import Connection, check_fit, known_version, steps, version_of
from trafftpkg.stores.postgres.scope import lock_everything
from trafftpkg.stores.postgres.statements import PostgresStatements


class PostgresTables:
    """The tables of one database, to make or upgrade them."""

    def __init__(self, database: Database) -> None:
        """Name the database. Nothing is opened yet."""
        self._database = database

    @property
    def version(self) -> int:
        """The version that this program needs."""
        return known_version()

    def init(self) -> int:
        """Create a missing database, schema and tables, and return the version found; 0 for none.

        Raises:
            LedgerTooNewError: a newer version of the program made them.
            StoreUnusableError: there are older tables.
            NotPermittedError: the role may not create them.
        """
        with self._database.outside(making=True) as connection:
            found = version_of(connection)
            if found:
                check_fit(found, self._database.where)
            return make_tables(connection, self._database.where)

    def upgrade(self) -> int:
        """Upgrade the tables to this program's version, and return the version found.

        Raises:
            LedgerTooNewError: a newer version of the program made them.
            LedgerMissingError: there are none.
            NotPermittedError: the role may not change them.
        """
        with self._database.outside() as connection:
            if not version_of(connection):
                check_fit(0, self._database.where)
            return make_tables(connection, self._database.where)


_LOCK = 0x7472666C
"""The lock while tables are made: a number that nobody else uses in this database."""


def make_tables(connection: Connection, where: str) -> int:
    """Make or upgrade the tables, and return the version found.

    Raises:
        LedgerTooNewError: a newer version of the program made them.
        LedgerDamagedError: a line cannot be read. The tables are not changed.
    """
    # Lock before the transaction begins, so that it sees what another machine made meanwhile.
    connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
    try:
        return _made(connection, where)
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def _made(connection: Connection, where: str) -> int:
    statements = PostgresStatements(connection)
    with connection.transaction():
        found = version_of(connection)
        if found > known_version():
            raise LedgerTooNewError(where=where, version=found, known=known_version())
        if 0 < found < known_version():
            # First of all, so that nobody who records waits for a table while this waits for them.
            lock_everything(statements)
        if not found:
            _make_schema(connection)
            connection.execute("CREATE TABLE ledger_schema (version integer PRIMARY KEY)")
        for version, step in enumerate(steps()[found:], start=found + 1):
            connection.execute(step.encode())
            connection.execute("INSERT INTO ledger_schema VALUES (%s)", (version,))
        if 0 < found < known_version():
            _file_clients(statements)
            # Rows written by an older program may have another meaning now.
            made_anew(statements, where)
    return found


def _file_clients(statements: PostgresStatements) -> None:
    """File the clients of older tables as they are recognised (R-1.20)."""
    rows = statements.execute("SELECT handle, name, key FROM clients WHERE handle_folded IS NULL").fetchall()
    statements.many(
        "UPDATE clients SET (handle_folded, name_folded) = (%s, %s) WHERE key = %s",
        [(caseless(handle), filed_name(name), key) for handle, name, key in rows],
    )


def _make_schema(connection: Connection) -> None:
    """Create the first schema that the address names, if none of them exists."""
    (current, path) = connection.execute(
        "SELECT current_schema(), current_setting('search_path')"
    ).fetchone() or (None, "")
    if current is None:
        name = path.partition(",")[0].strip().strip('"')
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))
