"""What a request holds against others while it is decided."""

from trafftpkg.domain.ids import ClientKey, EmployeeId
from trafftpkg.domain.value import Value, value


@value
class Scope(Value):
    """What a request will read and change: a store may lock no more than this.

    Args:
        things: Purchases and appointments, with whom they are of and who gives them.
        everything: For jobs and repairs whose scope is not known beforehand.
    """

    key: str | None = None
    clients: tuple[ClientKey, ...] = ()
    employees: tuple[EmployeeId, ...] = ()
    things: tuple[str, ...] = ()
    everything: bool = False
