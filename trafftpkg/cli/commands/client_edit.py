"""`trafftpkg client edit`: new facts about a client."""

import typer

from trafftpkg.cli.clients import (
    EmailOption,
    NameOption,
    PhoneOption,
    ZoneOption,
    client_typed,
    print_client,
)
from trafftpkg.cli.options import ClientArgument, DryRunOption, FormatOption, KeyOption
from trafftpkg.cli.output import format_of
from trafftpkg.cli.parsing import text, zone
from trafftpkg.cli.session import session_of
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.usage import NotPossibleError
from trafftpkg.domain.value import replace
from trafftpkg.engine.clients import checked_contact


def command(
    ctx: typer.Context,
    client: ClientArgument,
    name: NameOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    time_zone: ZoneOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Change what is known about a client.

    What is not given stays; an empty text removes.

        trafftpkg client edit ana --phone "+381 64 111 2222"
    """
    asked = format_of(form)
    given = {"name": name, "email": email, "phone": phone, "time_zone": time_zone}
    if all(value is None for value in given.values()):
        raise NotPossibleError(why="nothing was given to change", instead="give --name, --email, --phone …")
    desk = session_of(ctx).desk
    changed = _with(client_typed(desk, client), given)
    checked_contact(changed.email, changed.phone)
    if not dry_run:
        desk.clients.change(changed)
    print_client(changed, asked, dry_run=dry_run)


def _with(client: Client, given: dict[str, str | None]) -> Client:
    facts = {field: text(value) for field, value in given.items() if value is not None}
    if facts.get("time_zone"):
        zone(str(facts["time_zone"]), "--time-zone")
    return replace(client, **facts)  # type: ignore[arg-type]  # all of these fields are texts
