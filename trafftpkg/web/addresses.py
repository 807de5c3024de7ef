"""The page's addresses: what they name is sealed, so that they carry no id and cannot be made up."""

from datetime import UTC, datetime, timedelta

from trafftpkg.domain.ids import AppointmentId, ClientKey, PackageId, PurchaseId, ServiceId
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.payment import Part
from trafftpkg.web.safety.sessions import Sealing

DONE_SHOWN = timedelta(days=1)
"""For how long it says at an address of its own what was just done."""


class Addresses:
    """Makes and reads addresses. Those of a client's own things open for that client only."""

    def __init__(self, seals: Sealing) -> None:
        self._seals = seals

    def package(self, package: PackageId) -> str:
        """Where a package is bought."""
        return f"/packages/{self._seals.seal('package', package)}"

    def service(self, service: ServiceId) -> str:
        """Where a service is booked."""
        return f"/services/{self._seals.seal('service', service)}"

    def picture(self, file: str) -> str:
        """A picture of the catalogue."""
        return f"/pictures/{self._seals.seal('picture', file)}"

    def purchase(self, client: ClientKey, purchase: PurchaseId) -> str:
        """Where what is left of a purchase is booked."""
        return f"/account/packages/{self._seals.seal(f'purchase {client}', purchase)}"

    def redeeming(self, client: ClientKey, purchase: PurchaseId, service: ServiceId) -> str:
        """Where a service is booked that this purchase pays for."""
        return f"{self.service(service)}?with={self._seals.seal(f'purchase {client}', purchase)}"

    def appointment(self, client: ClientKey, appointment: AppointmentId, what: str) -> str:
        """Where an appointment is cancelled or moved."""
        return f"/account/appointments/{self._seals.seal(f'appointment {client}', appointment)}/{what}"

    def done(self, thing: PurchaseId | AppointmentId, until: datetime, part: Part = "full") -> str:
        """Where it says what was just done, and what part of it is to be paid first; without signing in."""
        return f"/done/{self._seals.seal('done', f'{thing} {int(until.timestamp())} {part}')}"

    def sign_in(self, next_path: str | None = None) -> str:
        """Where to sign in, and then go on."""
        return "/sign-in" if next_path is None else f"/sign-in?next={self._seals.seal('next', next_path)}"

    def next_path(self, sealed: str | None) -> str:
        """Return where to go on after signing in: a path that we have sealed, or the account."""
        return (sealed and self._seals.opened("next", sealed)) or "/account"

    def opened(self, kind: str, sealed: str) -> str:
        """Return what an address names.

        Raises:
            NotFoundError: it is not one of ours.
        """
        text = self._seals.opened(kind, sealed)
        if text is None:
            raise NotFoundError
        return text

    def opened_done(self, sealed: str, now: datetime) -> tuple[str, Part, datetime]:
        """Return the id of what was just done, what part of it is to be paid first, and when it ends.

        Raises:
            NotFoundError: it is not one of ours, or its day is over.
        """
        thing, until, part = self.opened("done", sealed).split(" ")
        ends_at = datetime.fromtimestamp(int(until), UTC)
        if ends_at <= now:
            raise NotFoundError
        return thing, "deposit" if part == "deposit" else "full", ends_at
