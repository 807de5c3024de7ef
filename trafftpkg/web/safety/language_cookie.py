"""The cookie with the language that somebody chose. It says nothing about who they are."""

from datetime import timedelta

from trafftpkg.web.safety.cookies import cookie_name, set_cookie

KEPT_FOR = timedelta(days=365)


def language_cookie(*, secure: bool) -> str:
    """Return the cookie's name."""
    return cookie_name("language", secure=secure)


def keeping(language: str, *, secure: bool, framed: bool) -> str:
    """Return the Set-Cookie header that keeps a language of the business."""
    name = language_cookie(secure=secure)
    return set_cookie(name, language, kept_for=KEPT_FOR, secure=secure, framed=framed)
