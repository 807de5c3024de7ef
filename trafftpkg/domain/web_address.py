"""Where clients reach the booking page."""

from urllib.parse import urlsplit

from trafftpkg.domain.errors.usage import MalformedError

_EXPECTED = "http:// or https:// and a host, without a path, such as https://book.example"


def web_address(typed: str, what: str) -> str:
    """Return the page's whole address, without a slash at its end: links begin with it.

    Raises:
        MalformedError: it is none, or has more than a scheme, host and port: the page has the whole host.
    """
    try:
        parts = urlsplit(typed)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError as error:
        raise MalformedError(what=what, typed=typed, expected=_EXPECTED) from error
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    whole = f"{parts.scheme}://{host}{port}"
    is_plain = typed.rstrip("/").lower() == whole and not any(each.isspace() for each in typed)
    if parts.scheme not in ("http", "https") or not host or not is_plain:
        raise MalformedError(what=what, typed=typed, expected=_EXPECTED)
    return whole
