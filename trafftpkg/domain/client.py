"""A client as the client book knows them."""

from typing import Literal

from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import Value, value

Reach = Literal["email", "phone"]
"""The fields by which a client is reached and found."""
REACHES: tuple[Reach, ...] = ("email", "phone")


@value
class Client(Value):
    """Who buys and books. Only `key` is ever in the ledger; `handle` is what people type.

    Args:
        language: In which they are spoken to, of those of the business: `pt`. None until it is known.
        shared: What of them may be another client's too, as was said when it was entered (R-1.21).
        entered_as: The key under which it was entered, if it was merged into this one since.
    """

    key: ClientKey
    handle: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    time_zone: str | None = None
    language: str | None = None
    shared: tuple[Reach, ...] = ()
    entered_as: ClientKey | None = None


@value
class Called(Value):
    """A client in a short list: what to type, and whom it means."""

    client: str
    name: str | None


@value
class Double(Value):
    """A handle, an e-mail address or a phone number that leads to several clients."""

    what: Literal["handle", "email", "phone"]
    typed: str
    handles: tuple[str, ...]
