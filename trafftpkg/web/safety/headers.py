"""What every answer tells the browser not to do."""

from collections.abc import Iterable

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
PRIVATE = "no-store"
"""For pages with anything of one client on them."""

FORM = "private, no-cache"
"""For the forms of buying and booking: going back to one must not ask whether it is to be sent again."""

PUBLIC = "no-cache"
"""For what is the same for everybody; asked for anew, since a price may have changed."""

PICTURE_POLICY = "default-src 'none'; sandbox"
"""A picture may hold a script where it is opened by itself; it does not run."""


def page_policy(leads_to: Iterable[str] = ()) -> str:
    """Return the content security policy of a page: nothing inline, nothing from elsewhere.

    Args:
        leads_to: Origins that sending a form may lead to, as `https://studio.example`.
    """
    targets = " ".join(["'self'", *sorted(set(leads_to))])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    )
