"""What requests have in common."""

from abc import ABC, abstractmethod
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry
    from trafftpkg.engine.ports import ClientBook
    from trafftpkg.engine.worksheet import Worksheet

Override = Literal["past", "hours", "notice", "horizon", "limit", "minimum", "overlap"]
"""A policy that staff may set aside, by name and for a reason. Nothing else can be lifted (R-5.9)."""


class Request(ABC):
    """Something asked of the engine: a value with its arguments as typed, defaults filled in.

    `name` is its name on the command line and in the ledger; `client_fields` are the arguments that name
    clients, `needs_reason` tells whether it is refused without one.
    """

    __slots__ = ()

    name: ClassVar[str]
    client_fields: ClassVar[tuple[str, ...]] = ()
    needs_reason: ClassVar[bool] = False

    @abstractmethod
    def decide(self, sheet: "Worksheet") -> None:
        """Record on the sheet what happens, or raise why it cannot. Reads no clock and writes nothing else."""

    def follow_up(self, entry: "Entry", clients: "ClientBook") -> None:  # noqa: B027 - most need nothing
        """Do what the client book needs once the entry is recorded, or was recorded before and is replayed."""

    @property
    def free_text(self) -> str | None:
        """The reason given, if any; nothing but space is none."""
        text: str | None = getattr(self, "reason", None)
        return (text or "").strip() or None

    @property
    def wants_reason(self) -> bool:
        """Tell whether these arguments are only taken for a reason."""
        return self.needs_reason

    @property
    def admits_new_client(self) -> bool:
        """Tell whether a client that nobody knows is to be added."""
        return bool(getattr(self, "new_client", False))

    def clients_named(self) -> tuple[str, ...]:
        """Return what was typed for each client."""
        return tuple(getattr(self, field) for field in self.client_fields)

    def arguments(self) -> dict[str, Any]:
        """Return all arguments by name, for the fingerprint."""
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]
