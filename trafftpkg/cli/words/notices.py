"""Words for what a store did on its own and the operator should know."""

from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.notice import Notice

_NAMED = 3
"""So many keys are printed."""


def sentence(notice: Notice) -> str:
    """Return what happened, as one sentence."""
    match notice.code:
        case "torn_tail":
            return (
                f"Entry {notice.seq} at the end of {notice.where} was never finished and is not recorded. "
                f"What was written of it is in {notice.moved_to}."
            )
        case "line_completed":
            return (
                f"Entry {notice.seq} at the end of {notice.where} is recorded. "
                "Only its line feed was missing."
            )
        case "index_ahead":
            return (
                f"{notice.where} ends with entry {notice.seq}, but more was recorded. "
                "It is an older copy, or was cut. To write again: trafftpkg ledger repair"
            )
        case "sealed":
            return (
                f"{notice.where} was sealed at entry {notice.seq}. You see it as it was then. "
                f"It goes on at {notice.moved_to}"
            )
        case "clients_missing":
            return (
                f"{missing_clients(notice.where, len(notice.clients), notice.clients)} "
                "See what to do: trafftpkg ledger verify"
            )


def missing_clients(where: str, count: int, some: tuple[ClientKey, ...]) -> str:
    """Return that the client book does not know clients of the ledger, some of them by their keys."""
    named = ", ".join(some[:_NAMED]) + (", …" if count > _NAMED else "")
    many = "1 client" if count == 1 else f"{count} clients"
    return f"The client book of {where} does not know {many} of the ledger ({named})."
