"""Reads forms, and checks that they are short, of one kind, and from our page."""

import os
from collections.abc import Mapping
from urllib.parse import parse_qsl

from anyio import fail_after
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from trafftpkg.web.failures import NotOurFormError, TooLargeError, TooSlowError
from trafftpkg.web.safety.sessions import BrowserSession, Signing

MOST_BYTES = 64 * 1024
MOST_FIELDS = 400
CSRF_FIELD = "csrf"
"""The field that proves that the form comes from a page shown to this browser."""

REQUEST = "request"
"""The field with the name of the request, so that a form that is sent twice counts once."""


BODY_WITHIN = 10.0
"""Seconds for a whole body. A phone on a bad line sends our largest form in one second."""


async def body_of(request: Request) -> bytes:
    """Return the body of a request.

    Raises:
        TooLargeError: it is larger than any form of ours.
        TooSlowError: it did not arrive completely in time, or the browser went away.
    """
    body = b""
    try:
        with fail_after(BODY_WITHIN):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise TooLargeError
    except (TimeoutError, ClientDisconnect) as error:
        raise TooSlowError from error
    return body


async def body_or_refusal(request: Request) -> bytes | Response:
    """Return the body that a program sends; or the answer, where it is too large or comes too slowly."""
    try:
        return await body_of(request)
    except TooLargeError:
        return PlainTextResponse("too large\n", 413)
    except TooSlowError:
        return PlainTextResponse("too slow\n", 408, {"connection": "close"})


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form. Of several fields with one name, the last counts.

    Raises:
        TooLargeError, TooSlowError: as `body_of`.
    """
    body = await body_of(request)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise TooLargeError from error
    return {name: value.replace("\0", "") for name, value in pairs}


def csrf_for(signing: Signing, session: BrowserSession) -> str:
    """Return the proof that a form of this session carries.

    It is another each time: the length of a compressed page tells nothing about the next one.
    """
    return _fresh(signing, CSRF_FIELD, session)


def check_ours(
    signing: Signing, session: BrowserSession, fields: Mapping[str, str], headers: Mapping[str, str]
) -> None:
    """Raise NotOurFormError unless the form comes from a page that we showed to this browser."""
    is_ours = _name_in(signing, CSRF_FIELD, session, fields) is not None
    if session.fresh or is_from_elsewhere(headers) or not is_ours:
        raise NotOurFormError


def is_from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Tell whether the browser says that another site sent the form."""
    return headers.get("sec-fetch-site", "same-origin") != "same-origin"


def new_request_name(signing: Signing, session: BrowserSession) -> str:
    """Return a signed name for one request of this session, for a field of its form."""
    return _fresh(signing, REQUEST, session)


def request_name(signing: Signing, session: BrowserSession, fields: Mapping[str, str]) -> str:
    """Return the idempotency key of a form, which we gave to this session only.

    Raises:
        NotOurFormError: it has none.
    """
    name = _name_in(signing, REQUEST, session, fields)
    if name is None:
        raise NotOurFormError
    return f"web/{name}"


def _fresh(signing: Signing, field: str, session: BrowserSession) -> str:
    name = os.urandom(12).hex()
    return f"{name}.{signing.signature(field, f'{session.id} {name}')}"


def _name_in(signing: Signing, field: str, session: BrowserSession, fields: Mapping[str, str]) -> str | None:
    """Return the name in a field that we gave to this session. None if it is not ours."""
    name, _, signature = fields.get(field, "").partition(".")
    return name if signing.is_signature(field, f"{session.id} {name}", signature) else None
