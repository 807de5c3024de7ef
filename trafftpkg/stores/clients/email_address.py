"""E-mail addresses: whether a text is one, how it is kept, and by what it is found in any spelling.

The library that knows syntax and international domains takes half as long to load as all else of a command:
it is only loaded with an address in hand.
"""

import unicodedata
from typing import TYPE_CHECKING

from trafftpkg.domain.errors.usage import BadArgumentError

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

_LONGEST = 320
"""No address is longer; a longer text is not looked at, since that would take its time."""


def email_address(typed: str) -> str:
    """Return an address as it is kept: composed letters, its domain readable and without case.

    Only its form is judged, nothing is looked up. Domains for examples and tests are accepted.

    Raises:
        BadArgumentError: it is none, or more than one.
    """
    found = _validated(typed)
    if found is None:
        raise BadArgumentError(field="email", reason="not_an_email_address", given=typed)
    return found.normalized


def mailbox(email: str) -> tuple[str, str] | None:
    """Return the local part, and the domain in ASCII as mail servers know it; None where it is no address."""
    found = _validated(email)
    return None if found is None else (found.local_part, found.ascii_domain)


def folded(email: str) -> str:
    """Return what all spellings of an address have in common, also of one that was kept unchecked."""
    found = _validated(email)
    return email.strip().casefold() if found is None else found.normalized.lower()


def spellings(email: str) -> tuple[str, ...]:
    """Return every text that an address may be filed under; books of earlier versions filed it as typed."""
    found = _validated(email)
    typed = email.strip().casefold()
    if found is None:
        return (typed,)
    in_ascii = f"{found.local_part}@{found.ascii_domain}"
    apart = unicodedata.normalize("NFD", found.normalized)
    before = (each.casefold() for each in (found.normalized, in_ascii, apart))
    return tuple(dict.fromkeys((found.normalized.lower(), typed, *before)))


def _validated(email: str) -> "ValidatedEmail | None":
    from email_validator import EmailNotValidError, validate_email

    if len(email) > _LONGEST:
        return None
    try:
        return validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
