"""Forms as they come in: short, of one kind, and from a page of ours."""

import os
from collections.abc import Mapping
from urllib.parse import parse_qsl

from anyio import fail_after
from starlette.requests import ClientDisconnect, Request

from trafftpkg.web.failures import NotOurFormError, TooLargeError, TooSlowError
from trafftpkg.web.safety.sessions import BrowserSession, Signing

MOST_BYTES = 64 * 1024
MOST_FIELDS = 400
CSRF_FIELD = "csrf"
"""The field that proves that the form was sent from a page that this very browser was shown."""

REQUEST = "request"
"""The field with the name of the request, by which sending a form twice counts once."""


BODY_WITHIN = 10.0
"""Seconds for a whole body; a phone on a bad line sends our largest form in one."""


async def body_of(request: Request) -> bytes:
    """Return what was sent.

    Raises:
        TooLargeError: it is larger than any form of ours.
        TooSlowError: it did not come as a whole in time, or the browser went away.
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


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form; of several with one name the last.

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
    """Return the proof that a form of this session carries."""
    return signing.signature("form", session.id)


def check_ours(
    signing: Signing, session: BrowserSession, fields: Mapping[str, str], headers: Mapping[str, str]
) -> None:
    """Raise NotOurFormError unless a form was sent from a page that we showed to this browser."""
    told = headers.get("sec-fetch-site", "same-origin")
    is_ours = signing.is_signature("form", session.id, fields.get(CSRF_FIELD, ""))
    if session.fresh or told != "same-origin" or not is_ours:
        raise NotOurFormError


def new_request_name(signing: Signing, session: BrowserSession) -> str:
    """Return a signed name for one request of this session, for a field of the form that sends it."""
    name = os.urandom(12).hex()
    return f"{name}.{signing.signature(REQUEST, f'{session.id} {name}')}"


def request_name(signing: Signing, session: BrowserSession, fields: Mapping[str, str]) -> str:
    """Return the idempotency key that a form carries: one that we gave to this session, and to no other.

    Raises:
        NotOurFormError: it carries none.
    """
    name, _, signature = fields.get(REQUEST, "").partition(".")
    if not signing.is_signature(REQUEST, f"{session.id} {name}", signature):
        raise NotOurFormError
    return f"web/{name}"
