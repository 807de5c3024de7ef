"""A name that is not known, or not clear."""

from collections.abc import Iterable

from trafftpkg.domain.client import Called
from trafftpkg.domain.errors.base import RefusedError
from trafftpkg.domain.ids import BlockId, ClientKey, Kind, PurchaseId


class UnknownError(RefusedError):
    """Nothing has this name. `nearest` is the most similar known name, if one is close."""

    typed: str
    nearest: str | None = None


class UnknownClientError(UnknownError):
    """No client has this handle, e-mail, phone number, name, or key."""

    code = "unknown_client"


class UnknownPackageError(UnknownError):
    """The catalogue declares no such package."""

    code = "unknown_package"


class UnknownServiceError(UnknownError):
    """The catalogue declares no such service."""

    code = "unknown_service"


class UnknownPurchaseError(UnknownError):
    """The ledger has no such purchase."""

    code = "unknown_purchase"


class UnknownAppointmentError(UnknownError):
    """The ledger has no such appointment."""

    code = "unknown_appointment"


class UnknownBlockError(UnknownError):
    """The ledger has no such block."""

    code = "unknown_block"


UNKNOWN_THING: dict[Kind, type[UnknownError]] = {
    "pur": UnknownPurchaseError,
    "apt": UnknownAppointmentError,
    "blk": UnknownBlockError,
}
"""The error for an id that nothing has, by kind of thing."""


class AlreadyUnblockedError(RefusedError):
    """The absence was already taken back."""

    code = "already_unblocked"

    block: BlockId


class UnknownEmployeeError(UnknownError):
    """The catalogue declares no such employee."""

    code = "unknown_employee"


class UnknownLocationError(UnknownError):
    """The catalogue declares no such location."""

    code = "unknown_location"


class AmbiguousClientError(RefusedError):
    """Several clients match what was typed. `handles` and `clients` are the first of `count`, sorted."""

    code = "ambiguous_client"

    typed: str
    handles: tuple[str, ...]
    clients: tuple[Called, ...] = ()
    count: int = 0


class SameClientError(RefusedError):
    """The request needs two clients, but both names are of this one."""

    code = "same_client"

    handle: str


class NotAMemberError(RefusedError):
    """A purchase is another client's, and not shared with this one.

    Args:
        owner: Whose it is.
        members: How many it is shared with, of at most `most`.
    """

    code = "not_a_member"

    purchase: PurchaseId
    client: ClientKey
    owner: ClientKey
    members: int
    most: int


class TooManyMembersError(RefusedError):
    """A purchase was sold for fewer members than it would be shared with.

    Args:
        members: Those whom it is shared with by now.
        most: How many there may be; 0 where it is for its owner alone.
    """

    code = "too_many_members"

    purchase: PurchaseId
    members: tuple[ClientKey, ...]
    asked: int
    most: int


class ClientErasedError(RefusedError):
    """This is the key of a client who was erased."""

    code = "unknown_client"

    client: ClientKey


class ClientExistsError(RefusedError):
    """The client with this handle has it already. `what` is handle, email, phone or key."""

    code = "client_exists"

    what: str
    typed: str
    handle: str


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like `typed`, ignoring case. None if no name is close."""
    from difflib import get_close_matches  # only when something is wrong

    folded = {each.casefold(): each for each in sorted(known)}
    return next((folded[each] for each in get_close_matches(typed.casefold(), folded, n=1)), None)
