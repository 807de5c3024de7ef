"""The addresses of the page in letters. None signs anybody in: the page asks who it is."""

from typing import Protocol

from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId

Own = PurchaseId | AppointmentId
STOP = "/letters/stop"
"""Where reminders are stopped."""


class Signatory(Protocol):
    """Makes signatures that nobody else can make."""

    def sign(self, kind: str, text: str) -> str:
        """Return a text with its signature, for one kind of use."""

    def signature(self, kind: str, text: str) -> str:
        """Return only the signature of a text."""


class OwnPaths:
    """The paths of a client's own things, which open only for them.

    No path shows the number of a purchase or an appointment, because it would tell how many there are.
    """

    def __init__(self, signing: Signatory) -> None:
        self._signing = signing

    def own(self, client: ClientKey, thing: Own) -> str:
        """Return the name of a client's own thing in addresses."""
        return self._signing.signature("own", f"{client} {thing}")

    def purchase(self, client: ClientKey, purchase: PurchaseId) -> str:
        """The path where the rest of a purchase is booked."""
        return f"/account/packages/{self.own(client, purchase)}"

    def appointment(self, client: ClientKey, appointment: AppointmentId, what: str) -> str:
        """The path where an appointment is cancelled or moved, or its receipt is."""
        return f"/account/appointments/{self.own(client, appointment)}/{what}"

    def stop(self, client: ClientKey) -> str:
        """The path where a client stops reminders, without signing in."""
        return f"{STOP}/{self._signing.sign('stop', client)}"


class PageLinks:
    """Whole addresses for one client.

    Args:
        address: The page's whole address, without a slash at its end.
    """

    def __init__(self, address: str, paths: OwnPaths, client: ClientKey) -> None:
        self._address = address
        self._paths = paths
        self._client = client

    def account(self) -> str:
        """Return where the client sees all that is theirs."""
        return f"{self._address}/account"

    def purchase(self, purchase: PurchaseId) -> str:
        """Return where a purchase is shown, can be paid, and is booked from."""
        return self._address + self._paths.purchase(self._client, purchase)

    def move(self, visit: AppointmentId) -> str:
        """Return where a visit can be moved."""
        return self._address + self._paths.appointment(self._client, visit, "move")

    def cancel(self, visit: AppointmentId) -> str:
        """Return where a visit can be cancelled."""
        return self._address + self._paths.appointment(self._client, visit, "cancel")

    def services(self) -> str:
        """Return where visits are booked."""
        return f"{self._address}/#services"

    def packages(self) -> str:
        """Return where packages are bought."""
        return f"{self._address}/#packages"

    def stop_reminders(self) -> str:
        """Return the address for List-Unsubscribe of a reminder, which takes one click (RFC 8058)."""
        return self._address + self._paths.stop(self._client)
