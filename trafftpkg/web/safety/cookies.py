"""How cookies are set: for this page only, or also while it stands in a frame on the business's site."""

from datetime import timedelta


def set_cookie(name: str, value: str, *, kept_for: timedelta, secure: bool, framed: bool) -> str:
    """Return a Set-Cookie header. No script can read the cookie.

    Args:
        secure: Whether the browser reaches the page by HTTPS.
        framed: Whether the page may stand in a frame. Then the browser keeps the cookie apart for each site
            around it, so that no other site can send it along.
    """
    most = int(kept_for.total_seconds())
    site = "SameSite=None; Partitioned" if framed else "SameSite=Lax"
    return f"{name}={value}; Max-Age={most}; Path=/; HttpOnly; {site}{'; Secure' * (secure or framed)}"


def cookie_name(plain: str, *, secure: bool) -> str:
    """Return the name of a cookie. Over HTTPS, other sites of the same domain cannot set it."""
    return f"__Host-{plain}" if secure else plain


def language_cookie(*, secure: bool) -> str:
    """Return the name of the cookie with the language that somebody chose. It does not say who they are."""
    return cookie_name("language", secure=secure)


def keeping_language(language: str, *, secure: bool, framed: bool) -> str:
    """Return the Set-Cookie header that keeps a language of the business."""
    name = language_cookie(secure=secure)
    return set_cookie(name, language, kept_for=timedelta(days=365), secure=secure, framed=framed)
