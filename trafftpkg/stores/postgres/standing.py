"""Where a ledger stands, in one small question: what was shown holds while the answer is the same."""

from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.errors import alone

_STANDING = "SELECT seq, hash FROM head"
_AND_CLIENT = "SELECT seq, hash, (SELECT clients::text FROM clients WHERE key = %s) FROM head"


def standing(database: Database, client: str | None) -> tuple[object, ...]:
    """Return what is another once anything was recorded, or the facts of one client changed.

    Raises: as `Database.glance`.
    """
    with alone(), database.glance() as statements:
        return statements.one(_STANDING) if client is None else statements.one(_AND_CLIENT, (client,))
