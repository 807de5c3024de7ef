"""`trafftpkg client edit`: new facts about a client."""

import typer

from trafftpkg.cli.clients import (
    EmailOption,
    LanguageOption,
    NameOption,
    PhoneOption,
    SharedOption,
    ZoneOption,
    book_to_change,
    client_typed,
    print_client,
)
from trafftpkg.cli.options import ClientArgument, DryRunOption, FormatOption, KeyOption
from trafftpkg.cli.session import session_of
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.engine.clients import edited


def command(
    ctx: typer.Context,
    client: ClientArgument,
    name: NameOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    time_zone: ZoneOption = None,
    language: LanguageOption = None,
    shared: SharedOption = False,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Change what is known about a client.

    Only the fields you give are changed. An empty text clears a field.

        trafftpkg client edit ana --phone "+381 64 111 2222"
    """
    given = {"name": name, "email": email, "phone": phone, "time_zone": time_zone, "language": language}
    if all(value is None for value in given.values()) and not shared:
        raise BadArgumentError(field="name", reason="nothing_given", choices=(*given, "shared"))
    desk = session_of(ctx).desk
    known = client_typed(desk, client)
    changed = desk.clients.as_kept(edited(known, given, shared=shared), known)
    if not dry_run:
        book_to_change(desk).change(changed)
    print_client(changed, form, dry_run=dry_run)
