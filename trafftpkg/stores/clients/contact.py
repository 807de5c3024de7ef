"""Contact data of clients: checked, and brought into one form before they are kept."""

import re

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.value import replace


def as_kept(client: Client, before: Client | None) -> Client:
    """Return a client with e-mail address and phone number in the form in which they are kept.

    Args:
        before: The client before the change. Unchanged values are not checked: older books may have
            values that would be refused now.

    Raises:
        BadArgumentError: it is not an e-mail address, or not a phone number.
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
