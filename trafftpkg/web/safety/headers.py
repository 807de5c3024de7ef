"""Headers of every answer, which tell the browser what not to do."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
PRIVATE = "no-store"
"""For pages about one client. Search engines are told to leave them out."""

FORM = "private, no-cache"
"""For the forms of buying and booking: the Back button must not ask whether to send the form again."""

PUBLIC = "no-cache"
"""For pages that are the same for everybody. The browser asks again, because a price may have changed."""

FOR_EVER = "public, max-age=31536000, immutable"
"""For files whose address changes with their content."""

PICTURE_POLICY = "default-src 'none'; sandbox"
"""A picture may contain a script. It does not run if the picture is opened by itself."""


def paper_policy(style: str) -> str:
    """Return the content security policy of a page to print: its own style, and nothing else."""
    known = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{known}'; form-action 'none'; base-uri 'none'"


def page_policy(leads_to: Iterable[str] = ()) -> str:
    """Return the content security policy of a page: nothing inline, nothing from elsewhere.

    Args:
        leads_to: Origins to which a form may redirect, for example `https://studio.example`.
    """
    targets = " ".join(["'self'", *sorted(set(leads_to))])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action {targets}; base-uri 'none'"
    )


def framing_policy(origins: Iterable[str]) -> str:
    """Return the part of a policy that says where the page may stand in a frame. No origins: nowhere."""
    allowed = " ".join(origins) or "'none'"
    return f"frame-ancestors {allowed}"
