"""The program itself: its global options, and the commands behind them."""

from typing import Annotated, Any

import typer
import typer.main

from trafftpkg.cli.helping import RARELY
from trafftpkg.cli.lazy import LazyGroup
from trafftpkg.cli.output import write_lines
from trafftpkg.cli.session import session_of

Catalogue = Annotated[
    str | None,
    typer.Option(
        "--catalog",
        metavar="DIR",
        envvar="TRAFFTPKG_CATALOG",
        help="Catalogue folder.  [default: catalog]",
    ),
]
LedgerPlace = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="WHERE",
        envvar="TRAFFTPKG_LEDGER",
        help="Ledger file, or a postgresql:// address.  [default: ledger.jsonl]",
    ),
]
Now = Annotated[
    str | None,
    typer.Option(
        "--now",
        metavar="MOMENT",
        envvar="TRAFFTPKG_NOW",
        rich_help_panel=RARELY,
        help="Act as if it were this moment, in the business's time.",
    ),
]
AllowFuture = Annotated[
    bool,
    typer.Option(
        "--allow-future",
        envvar="TRAFFTPKG_ALLOW_FUTURE",
        rich_help_panel=RARELY,
        help="Allow recording when --now is ahead of this computer's clock.",
    ),
]
Actor = Annotated[
    str | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        envvar="TRAFFTPKG_ACTOR",
        rich_help_panel=RARELY,
        help="Name written in the ledger.  [default: the login name]",
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from trafftpkg import __version__

        write_lines([f"trafftpkg {__version__}"])
        raise typer.Exit


def root(
    ctx: typer.Context,
    catalog: Catalogue = None,
    ledger: LedgerPlace = None,
    now: Now = None,
    actor: Actor = None,
    allow_future: AllowFuture = False,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Print the version."),
    ] = False,
) -> None:
    """Sell prepaid packages of appointments or hours, book with them, and say what is left.

    trafftpkg list ana

    trafftpkg guide start
    """
    session_of(ctx).take(catalog=catalog, ledger=ledger, now=now, actor=actor, allow_future=allow_future)


def program() -> Any:
    """Return the program as Typer's command."""
    app = typer.Typer(
        cls=LazyGroup,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    return typer.main.get_command(app)
