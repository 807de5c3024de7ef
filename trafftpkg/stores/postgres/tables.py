"""Making the tables of a ledger, and bringing them up to this program's version."""

from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.schema import check_fit, known_version, make_tables, version_of


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
