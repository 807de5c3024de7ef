"""How a client can be reached, checked and spelled in one way before it is kept."""

import re

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.value import replace


def as_kept(client: Client, before: Client | None) -> Client:
    """Return a client with an address and a number as they are kept.

    Args:
        before: Who they were; what stays as it was is not looked at: older books hold what would be refused.

    Raises:
        BadArgumentError: the address or the number is none.
    """
    if client.phone and (before is None or client.phone != before.phone):
        _check_phone(client.phone)
    if not client.email or (before is not None and client.email == before.email):
        return client
    from trafftpkg.stores.clients.email_address import email_address

    return replace(client, email=email_address(client.email))


def _check_phone(phone: str) -> None:
    if not re.fullmatch(r"\+?[\d\s()./-]*\d[\d\s()./-]*", phone):
        raise BadArgumentError(field="phone", reason="not_a_phone_number", given=phone)
