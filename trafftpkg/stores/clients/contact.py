"""How a client can be reached, checked and spelled in one way before it is kept."""

from collections.abc import Callable

from trafftpkg.domain.client import Client
from trafftpkg.domain.recognition import one_line
from trafftpkg.domain.value import replace


def as_kept(client: Client, before: Client | None, region: Callable[[], str | None]) -> Client:
    """Return a client with name, address and number as they are kept.

    Args:
        before: Who they were; what stays as it was is not looked at: older books hold what would be refused.
        region: How numbers without a country's code are read; asked only for a number.

    Raises:
        BadArgumentError: the address or the number is none.
    """
    if client.name and (before is None or client.name != before.name):
        client = replace(client, name=one_line(client.name) or None)
    if client.phone and (before is None or client.phone != before.phone):
        from trafftpkg.stores.clients.phone_numbers import phone_as_kept

        client = replace(client, phone=phone_as_kept(client.phone, region()))
    if client.email and (before is None or client.email != before.email):
        from trafftpkg.stores.clients.email_address import email_address

        client = replace(client, email=email_address(client.email))
    return client
