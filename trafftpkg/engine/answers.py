"""How facts that the engine answers with are to be read."""

from collections.abc import Mapping
from datetime import datetime

from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import Value, value


@value
class View(Value):
    """How facts are to be read.

    Args:
        now: The moment they are judged at, UTC.
        time_zone: The business's.
        currency: The ledger's.
        handles: What clients are called; one who was erased is missing.
    """

    now: datetime
    time_zone: str
    currency: str
    handles: Mapping[ClientKey, str]

    def handle_of(self, client: ClientKey) -> str:
        """Return what a client is called, or the key of one who was erased."""
        return self.handles.get(client, client)
