"""What all writing commands do after parsing: one request to the engine, and its outcome printed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from trafftpkg.cli.outcomes import show_outcome
from trafftpkg.cli.output import Format
from trafftpkg.cli.session import session_of

if TYPE_CHECKING:
    from trafftpkg.engine.requests.base import Request


def carry_out(ctx: Any, request: "Request", *, key: str | None, dry_run: bool, form: Format) -> None:
    """Ask the engine for one thing, and print what came of it."""
    session = session_of(ctx)
    outcome = session.desk.engine.execute(request, key=key, dry_run=dry_run)
    show_outcome(outcome, session, form)


def carry_out_each(
    ctx: Any,
    ids: Sequence[str],
    request_for: Callable[[str], "Request"],
    *,
    key: str | None,
    dry_run: bool,
    form: Format,
) -> None:
    """Ask for the same of several things, one request each under `KEY/ID`; one that fails stops no other."""
    if len(ids) == 1 and ids[0] != "-":
        carry_out(ctx, request_for(ids[0]), key=key, dry_run=dry_run, form=form)
        return
    from trafftpkg.cli.many import carry_out_many

    carry_out_many(session_of(ctx), ids, request_for, key=key, dry_run=dry_run, form=form)
