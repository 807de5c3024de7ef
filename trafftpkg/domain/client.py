"""A client as the client book knows them."""

from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import Value, value


@value
class Client(Value):
    """Who buys and books. Only `key` is ever in the ledger; `handle` is what people type.

    Args:
        entered_as: The key that what was typed was once entered under, where it was merged into this client.
    """

    key: ClientKey
    handle: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    time_zone: str | None = None
    entered_as: ClientKey | None = None
