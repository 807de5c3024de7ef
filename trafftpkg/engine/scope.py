"""What a request locks while it is decided, as far as that is known beforehand; else it is decided again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.base import LedgerMovedError, TrafftpkgError
from trafftpkg.domain.ids import ClientKey, EmployeeId, PackageId
from trafftpkg.domain.value import Value, value

Name = TypeVar("Name", bound=str)
T = TypeVar("T")

ATTEMPTS = 10
"""How often a request is decided while others change what it depends on."""


@value
class Scope(Value):
    """What a request will read and change: a store may lock no more than this.

    Args:
        things: Recorded things. Their clients and employees are meant too.
        packages: Those of which only so many are sold.
        everything: For jobs and repairs, whose scope is not known beforehand.
    """

    key: str | None = None
    clients: tuple[ClientKey, ...] = ()
    employees: tuple[EmployeeId, ...] = ()
    things: tuple[str, ...] = ()
    packages: tuple[PackageId, ...] = ()
    everything: bool = False


class RequestScope:
    """A scope that is worked out when a store asks for it. A store that locks everything never asks."""

    everything = False

    def __init__(
        self,
        key: str | None,
        things: tuple[str, ...],
        clients: Callable[[], Iterable[Client]],
        employees: Callable[[], Iterable[str]],
        packages: Callable[[], Iterable[PackageId]],
    ) -> None:
        """Take what a request names. `clients` are the known ones."""
        self.key, self.things = key, things
        self._clients, self._employees, self._packages = clients, employees, packages

    @cached_property
    def clients(self) -> tuple[ClientKey, ...]:
        """The clients, also under the key they were entered by."""
        found = ((client.key, client.entered_as) for client in self._clients())
        return tuple(sorted({each for keys in found for each in keys if each is not None}))

    @cached_property
    def employees(self) -> tuple[EmployeeId, ...]:
        """The employees whose time is asked for."""
        return tuple(sorted({EmployeeId(each) for each in _known(self._employees)}))

    @cached_property
    def packages(self) -> tuple[PackageId, ...]:
        """The packages of which only so many are sold."""
        return tuple(sorted(set(_known(self._packages))))


def _known(named: Callable[[], Iterable[Name]]) -> Iterable[Name]:
    try:
        return named()
    except TrafftpkgError:
        # It will be refused for this reason when it is decided, so nothing needs to be locked.
        return ()


def attempted(decide: Callable[[], T]) -> T:
    """Return the result of deciding, and decide again if the ledger moved meanwhile.

    Raises:
        Exception: the reason, after the last attempt.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return decide()
        except LedgerMovedError:
            continue
    try:
        return decide()
    except LedgerMovedError as error:
        raise error.otherwise from error
