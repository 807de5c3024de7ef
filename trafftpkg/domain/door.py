"""Values that cross the door of the booking page."""

from datetime import timedelta

from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import Value, value


@value
class Limit(Value):
    """How often something may be tried, and within which time."""

    what: str
    most: int
    within: timedelta


@value
class Waiting(Value):
    """What a request booked, by its idempotency key, for a client who has to answer our letter first."""

    key: str
    client: ClientKey
