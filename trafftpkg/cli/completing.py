"""What the shell offers for arguments and options. Uses only names that are quick to read.

Completion never reports or repairs anything: errors are reported by the command itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer._click.types import ParamType

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk

Described = tuple[str, str]
"""What is offered, and what the shells that can show it tell beside it."""

T = TypeVar("T")


class Offered(ParamType):
    """A text, or what it means, for which the shell offers something.

    Typer's own `autocompletion` looks into the signature of each function at every start, whether a key is
    pressed or not: a fifth of a millisecond each.

    Args:
        offer: Returns what is offered, by the context and what was typed of it.
        parser: Returns what a text means. Without one it is the text itself.
    """

    name = "text"

    def __init__(
        self, offer: Callable[[Any, str], Sequence[str | Described]], parser: Callable[[str], Any] = str
    ) -> None:
        self._offer = offer
        self._parser = parser

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        return self._parser(value)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem

        offered = ((each, None) if isinstance(each, str) else each for each in self._offer(ctx, incomplete))
        return [CompletionItem(text, help=told) for text, told in offered if text.startswith(incomplete)]


def offer_one_of(choices: Sequence[str]) -> Callable[[typer.Context, str], Sequence[str]]:
    """Return a function that offers the values of an option; `Offered` leaves out what does not fit."""

    def offered(ctx: typer.Context, incomplete: str) -> Sequence[str]:
        return choices

    return offered


def offer_policies(ctx: typer.Context, incomplete: str) -> Sequence[str]:
    """Offer the rules that `--override` can set aside."""
    from typing import get_args

    from trafftpkg.engine.requests.base import Override

    return get_args(Override)


def offer_methods(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the payment methods of the business."""
    return _offered(ctx, lambda desk: desk.completions.methods(incomplete))


def offer_packages(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of packages."""
    return _offered(ctx, lambda desk: desk.completions.declared("packages", incomplete))


def offer_services(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of services."""
    return _offered(ctx, lambda desk: desk.completions.declared("services", incomplete))


def offer_declared(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of all that the catalogue declares."""
    kinds = (offer_packages, offer_services, offer_employees, offer_locations)
    return [each for offer in kinds for each in offer(ctx, incomplete)]


def offer_employees(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of employees."""
    return _offered(ctx, lambda desk: desk.completions.declared("employees", incomplete))


def offer_employees_or_any(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of employees, and `any`."""
    return [*offer_employees(ctx, incomplete), "any"]


def offer_locations(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of locations."""
    return _offered(ctx, lambda desk: desk.completions.declared("locations", incomplete))


def offer_locations_or_any(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of locations, and `any`."""
    return [*offer_locations(ctx, incomplete), "any"]


def offer_clients(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer handles of clients."""
    return _offered(ctx, lambda desk: desk.completions.clients(incomplete))


def offer_purchases(ctx: typer.Context, incomplete: str) -> list[Described]:
    """Offer ids of live purchases with their names, the most recent first."""
    return _described(_offered(ctx, lambda desk: desk.completions.purchases(incomplete)))


def offer_own_purchases(ctx: typer.Context, incomplete: str) -> list[Described]:
    """Offer the live purchases of the client that was typed, or of all clients."""
    # If an option has no value yet, the parser leaves the arguments unparsed.
    typed = ctx.params.get("client") or next(iter(ctx.args), None)
    return _described(_offered(ctx, lambda desk: desk.completions.purchases(incomplete, typed)))


def offer_payers(ctx: typer.Context, incomplete: str) -> list[Described]:
    """Offer the purchases that could pay for the appointment that was typed."""
    typed = ctx.params.get("appointment") or next(iter(ctx.args), None)
    if typed is None:
        return []
    return _described(_offered(ctx, lambda desk: desk.completions.payers(incomplete, typed)))


def offer_appointments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of appointments, the most recent first."""
    return _offered(ctx, lambda desk: desk.completions.appointments(incomplete))


def offer_booked(ctx: typer.Context, incomplete: str) -> list[Described | str]:
    """Offer ids of purchases and appointments."""
    return [*offer_purchases(ctx, incomplete), *offer_appointments(ctx, incomplete)]


def offer_all(ctx: typer.Context, incomplete: str) -> list[Described | str]:
    """Offer all that `show` can show."""
    return [*offer_clients(ctx, incomplete), *offer_booked(ctx, incomplete)]


def _offered(ctx: typer.Context, names: Callable[[Desk], list[T]]) -> list[T]:
    from trafftpkg.cli.session import Session

    session = Session()
    given = ctx.find_root().params
    try:
        session.take(
            catalog=given.get("catalog"), ledger=given.get("ledger"), now=given.get("now"), actor="nobody"
        )
        return names(session.desk)
    except Exception:  # noqa: BLE001 - a key press says nothing, whatever it is
        return []


def _described(found: list[Described]) -> list[Described]:
    """Remove characters from descriptions that a shell would interpret."""
    return [(name, " ".join(re.sub(r"[^\w.,()/%&+-]+", " ", words).split())) for name, words in found]
