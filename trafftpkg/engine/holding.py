"""What a request must hold against others while it is decided, as far as that can be told beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.ids import EmployeeId
from trafftpkg.engine.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trafftpkg.domain.catalogue import Catalogue
    from trafftpkg.domain.client import Client
    from trafftpkg.engine.requests.base import Request

_THINGS = ("purchase", "appointment", "thing", "payer", "block")
"""The arguments that name what is recorded already."""


def scope_of(
    request: Request, key: str | None, clients: Iterable[Client], catalogue: Callable[[], Catalogue]
) -> Scope:
    """Return what a request reads and changes: its clients, its employees, and whose the things are.

    Args:
        clients: Those that it names and that are known.
    """
    keys = {each for client in clients for each in (client.key, client.entered_as) if each is not None}
    named = (getattr(request, field, None) for field in _THINGS)
    return Scope(
        key=key,
        clients=tuple(sorted(keys)),
        employees=_employees(request, catalogue),
        things=tuple(each for each in named if each is not None),
    )


def _employees(request: Request, catalogue: Callable[[], Catalogue]) -> tuple[EmployeeId, ...]:
    try:
        return tuple(sorted({EmployeeId(each) for each in request.employees_named(catalogue)}))
    except TrafftpkgError:
        # It will be refused for this very reason when it is decided; nothing needs to be held for that.
        return ()
