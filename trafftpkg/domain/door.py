"""What crosses the door of the booking page: its address, limits, and what waits for an answer."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import Value, value

PAGE = "page"
"""Who asks, where a client does something on the booking page."""


@value
class Limit(Value):
    """How often something may be tried, and within which time."""

    what: str
    most: int
    within: timedelta


@value
class Waiting(Value):
    """What a request booked, by its idempotency key, for a client who has to answer our letter first."""

    key: str
    client: ClientKey


def check_embedding(address: str, origins: Sequence[str]) -> None:
    """Check that browsers keep cookies of a page in frames: it is reached by HTTPS, or on this machine.

    Args:
        address: Where the page is reached.
        origins: Sites that may show it in a frame.

    Raises:
        BadArgumentError: they would drop them.
    """
    if origins and not is_private(address):
        raise BadArgumentError(field="embed", reason="embed_needs_https", given=address)


def is_private(address: str) -> bool:
    """Tell whether nobody on the way reads what goes there: by HTTPS, or on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")


def web_address(typed: str, field: str) -> str:
    """Return the page's whole address, without a slash at its end: links begin with it.

    Raises:
        BadArgumentError: it is none, or has more than a scheme, host and port: the page has the whole host.
    """
    try:
        parts = urlsplit(typed)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError as error:
        raise BadArgumentError(field=field, reason="not_a_web_address", given=typed) from error
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    whole = f"{parts.scheme}://{host}{port}"
    is_plain = typed.rstrip("/").lower() == whole and not any(each.isspace() for each in typed)
    if parts.scheme not in ("http", "https") or not host or not is_plain:
        raise BadArgumentError(field=field, reason="not_a_web_address", given=typed)
    return whole
