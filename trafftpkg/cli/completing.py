"""What the shell offers for arguments and options: names that are at hand, or nothing.

A key press says nothing and mends nothing: whatever is wrong is for the command itself to tell.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk


def offer_packages(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of packages."""
    return _offered(ctx, lambda desk: desk.completions.declared("packages", incomplete))


def offer_services(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of services."""
    return _offered(ctx, lambda desk: desk.completions.declared("services", incomplete))


def offer_sold(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of packages and services."""
    return [*offer_packages(ctx, incomplete), *offer_services(ctx, incomplete)]


def offer_employees(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of employees."""
    return _offered(ctx, lambda desk: desk.completions.declared("employees", incomplete))


def offer_locations(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of locations."""
    return _offered(ctx, lambda desk: desk.completions.declared("locations", incomplete))


def offer_clients(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer handles of clients."""
    return _offered(ctx, lambda desk: desk.completions.clients(incomplete))


def offer_purchases(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of live purchases, the most recent first."""
    return _offered(ctx, lambda desk: desk.completions.purchases(incomplete))


def offer_appointments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of appointments, the most recent first."""
    return _offered(ctx, lambda desk: desk.completions.appointments(incomplete))


def offer_booked(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer ids of purchases and appointments."""
    return [*offer_purchases(ctx, incomplete), *offer_appointments(ctx, incomplete)]


def offer_all(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer all that `show` can show."""
    return [*offer_clients(ctx, incomplete), *offer_booked(ctx, incomplete)]


def _offered(ctx: typer.Context, names: "Callable[[Desk], list[str]]") -> list[str]:
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
