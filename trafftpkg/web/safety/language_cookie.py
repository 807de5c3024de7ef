"""The cookie with the language that somebody chose. It says nothing about who they are."""

from datetime import timedelta

KEPT_FOR = timedelta(days=365)


def language_cookie(*, secure: bool) -> str:
    """Return the cookie's name. Over HTTPS, other sites of the same domain cannot set it."""
    return "__Host-language" if secure else "language"


def keeping(language: str, *, secure: bool) -> str:
    """Return the Set-Cookie header that keeps a language of the business."""
    most = int(KEPT_FOR.total_seconds())
    name = language_cookie(secure=secure)
    return f"{name}={language}; Max-Age={most}; Path=/; HttpOnly; SameSite=Lax{'; Secure' * secure}"
