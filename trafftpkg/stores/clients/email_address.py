"""E-mail addresses: how they are checked, kept, and found in any spelling.

The library for syntax and international domains takes long to load (half as long as a whole command), so it
is loaded only when there is an address.
"""

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.recognition import caseless, email_as_typed, is_plain_email, visible

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

_LONGEST = 320
"""No address is longer. Longer texts are not parsed, because that would take long."""


def email_address(typed: str) -> str:
    """Return an address as it is kept: composed letters, the domain readable and in lower case.

    Only the form is checked; nothing is looked up. Domains for examples and tests are accepted.

    Raises:
        BadArgumentError: it is not an address, or more than one.
    """
    found = _validated(typed)
    if found is None:
        raise BadArgumentError(field="email", reason="not_an_email_address", given=typed)
    return found.normalized


def mailbox(email: str) -> tuple[str, str] | None:
    """Return local part and domain (in ASCII, for mail servers). None if it is not an address."""
    found = _validated(email)
    return None if found is None else (found.local_part, found.ascii_domain)


def folded(email: str) -> str:
    """Return a form that all spellings of an address share, also for one that was kept unchecked."""
    if is_plain_email(email):  # as most: the library is not asked
        return email.lower()
    found = _validated(email)
    return caseless(email) if found is None else found.normalized.lower()


def spellings(email: str) -> tuple[str, ...]:
    """Return all forms in which an address may be stored. Earlier versions stored it as typed."""
    if is_plain_email(email):
        return (email.lower(),)
    found = _validated(email)
    typed = email.strip().casefold()
    if found is None:
        return tuple(dict.fromkeys((caseless(email), typed)))
    in_ascii = f"{found.local_part}@{found.ascii_domain}"
    apart = unicodedata.normalize("NFD", found.normalized)
    before = (each.casefold() for each in (found.normalized, in_ascii, apart))
    return tuple(dict.fromkeys((found.normalized.lower(), typed, *before)))


@lru_cache(maxsize=2_000)
def _validated(email: str) -> "ValidatedEmail | None":
    from email_validator import EmailNotValidError, validate_email

    if len(email) > _LONGEST:
        return None
    try:
        return validate_email(
            visible(email_as_typed(email)), check_deliverability=False, test_environment=True
        )
    except EmailNotValidError:
        return None
