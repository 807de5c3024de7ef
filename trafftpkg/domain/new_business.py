"""What a business begins with, before it has a catalogue."""

from trafftpkg.domain.value import Value, value


@value
class NewBusiness(Value):
    """The facts that nobody can guess for it. `time_zone` and `currency` stay once a ledger has begun."""

    name: str
    time_zone: str
    currency: str
