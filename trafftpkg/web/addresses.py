"""The page's addresses: public things by their own names, a client's own things by a signature.

No address shows the number of a purchase or an appointment, because it would tell how many there are. A
client's own thing is named by a signature of its number and of their key, and found among their things.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from trafftpkg.domain.ids import ClientKey, PackageId, PurchaseId, ServiceId
from trafftpkg.letters.links import Own, OwnPaths
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.payment import Part
from trafftpkg.web.safety.door import Door

DONE_SHOWN = timedelta(days=1)
"""How long the address that shows what was just done is valid."""


class Done(NamedTuple):
    """What was just done.

    Args:
        thing: The id of the purchase or appointment.
        part: What to pay first.
        method: How; empty where nobody chose.
        ends_at: Until when the address is valid.
        key: Of the request that did it; empty where nobody new did.
    """

    thing: str
    part: Part
    method: str
    ends_at: datetime
    key: str


class Addresses(OwnPaths):
    """Makes and reads addresses. Addresses of a client's own things open only for that client."""

    def __init__(self, door: Door) -> None:
        super().__init__(door.signatures)
        self._door = door

    def package(self, package: PackageId) -> str:
        """The address where a package is bought."""
        return f"/packages/{package}"

    def service(self, service: ServiceId) -> str:
        """The address where a service is booked."""
        return f"/services/{service}"

    def picture(self, name: str) -> str:
        """The address of a file of a picture. Its name says what is in it, so it never changes."""
        return f"/pictures/{name}"

    def receipt(self, client: ClientKey, purchase: PurchaseId) -> str:
        """The address of the receipt of a purchase."""
        return f"{self.purchase(client, purchase)}/receipt"

    def redeeming(self, client: ClientKey, purchase: PurchaseId, service: ServiceId) -> str:
        """The address where a service is booked that this purchase pays for."""
        return f"{self.service(service)}?with={self.own(client, purchase)}"

    def done(
        self, thing: Own, now: datetime, part: Part = "full", method: str | None = None, *, key: str = ""
    ) -> str:
        """The address that shows what was just done, and what to pay first and how, without signing in.

        Args:
            key: Of the request that did it, for which a newcomer may have to answer our letter.
        """
        about = f"{thing} {part} {method or ''} {key}"
        return f"/done/{self._door.refer(about, now=now, until=now + DONE_SHOWN)}"

    def sign_in(self, next_path: str | None = None) -> str:
        """The address to sign in, and then go on from there."""
        if next_path is None:
            return "/sign-in"
        return f"/sign-in?next={self._door.signatures.sign('next', next_path)}"

    def next_path(self, signed: str | None) -> str:
        """Return where to go after signing in: a path that we signed, or the account."""
        return (signed and self._door.signatures.signed("next", signed)) or "/account"

    def stopping(self, signed: str) -> ClientKey:
        """Return who stops reminders by an address of `stop`.

        Raises:
            NotFoundError: it is not one of ours.
        """
        found = self._door.signatures.signed("stop", signed)
        if found is None:
            raise NotFoundError
        return ClientKey(found)

    def opened_done(self, reference: str, now: datetime) -> Done:
        """Return what an address of `done` shows.

        Raises:
            NotFoundError: it is not one of ours, or no longer valid.
        """
        found = self._door.referred(reference, now)
        if found is None:
            raise NotFoundError
        thing, part, method, key = f"{found[0]} ".split(" ", 4)[:4]  # an address of before has no key
        return Done(thing, "deposit" if part == "deposit" else "full", method, found[1], key)
