"""The page's addresses: what everybody sees by its own name, a client's own things by a signature.

How many sales and visits there are is nobody's business but the desk's: no number of a purchase or of an
appointment is in an address. A client's own thing is named by the signature of its number and of their key,
and found again among what is theirs.
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from trafftpkg.domain.ids import AppointmentId, ClientKey, PackageId, PurchaseId, ServiceId
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.payment import Part
from trafftpkg.web.safety.door import Door

DONE_SHOWN = timedelta(days=1)
"""For how long it says at an address of its own what was just done."""

Own = PurchaseId | AppointmentId


class Addresses:
    """Makes and reads addresses. Those of a client's own things open for that client only."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def package(self, package: PackageId) -> str:
        """Where a package is bought."""
        return f"/packages/{package}"

    def service(self, service: ServiceId) -> str:
        """Where a service is booked."""
        return f"/services/{service}"

    def picture(self, file: str) -> str:
        """A picture of the catalogue."""
        return f"/pictures/{quote(file)}"

    def purchase(self, client: ClientKey, purchase: PurchaseId) -> str:
        """Where what is left of a purchase is booked."""
        return f"/account/packages/{self.own(client, purchase)}"

    def redeeming(self, client: ClientKey, purchase: PurchaseId, service: ServiceId) -> str:
        """Where a service is booked that this purchase pays for."""
        return f"{self.service(service)}?with={self.own(client, purchase)}"

    def appointment(self, client: ClientKey, appointment: AppointmentId, what: str) -> str:
        """Where an appointment is cancelled or moved."""
        return f"/account/appointments/{self.own(client, appointment)}/{what}"

    def own(self, client: ClientKey, thing: Own) -> str:
        """Return what names a client's own thing to them."""
        return self._door.signatures.signature("own", f"{client} {thing}")

    def done(self, thing: Own, now: datetime, part: Part = "full") -> str:
        """Where it says what was just done, and what part of it is to be paid first; without signing in."""
        return f"/done/{self._door.refer(f'{thing} {part}', now=now, until=now + DONE_SHOWN)}"

    def sign_in(self, next_path: str | None = None) -> str:
        """Where to sign in, and then go on."""
        if next_path is None:
            return "/sign-in"
        return f"/sign-in?next={self._door.signatures.sign('next', next_path)}"

    def next_path(self, signed: str | None) -> str:
        """Return where to go on after signing in: a path that we have signed, or the account."""
        return (signed and self._door.signatures.signed("next", signed)) or "/account"

    def opened_done(self, reference: str, now: datetime) -> tuple[str, Part, datetime]:
        """Return the id of what was just done, what part of it is to be paid first, and when it ends.

        Raises:
            NotFoundError: it is not one of ours, or its day is over.
        """
        found = self._door.referred(reference, now)
        if found is None:
            raise NotFoundError
        thing, part = found[0].split(" ")
        return thing, "deposit" if part == "deposit" else "full", found[1]
