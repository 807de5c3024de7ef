"""The program itself, on Typer's own groups: global options, and commands imported when they are called."""

from importlib import import_module
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup, TyperOption

from trafftpkg.cli.days import TODAY
from trafftpkg.cli.helping import RARELY, PlainHelp
from trafftpkg.cli.menu import MENU, SECTIONS, module_of
from trafftpkg.cli.output import FOR_EXCEL, write_lines
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

    See it at work, begin a business of your own, or read how it is used:

        trafftpkg demo

        trafftpkg init studio

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


class Command(PlainHelp, TyperCommand):
    """A command; the session knows it while its command line is parsed."""

    begins_ledger = False

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            session = session_of(ctx)
            session.command, session.begins = ctx, self.begins_ledger
            TODAY.set(session.today)
        FOR_EXCEL.set(False)
        rest = list(super().parse_args(ctx, args))
        if FOR_EXCEL.get() and ctx.params["form"] != "csv" and not ctx.resilient_parsing:
            from trafftpkg.domain.errors.usage import BadArgumentError

            raise BadArgumentError(field="excel", reason="needs_csv", given=ctx.params["form"])
        return rest

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


class LazyGroup(PlainHelp, TyperGroup):
    """A group whose commands are those of its menu."""

    menu = MENU[""]
    group = ""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.menu)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.menu:
            return None
        if cmd_name in MENU and not self.group:
            return _group(cmd_name, self.menu[cmd_name])
        return _command(module_of(self.group, cmd_name), cmd_name)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        width = max(len(name) for name in self.menu)
        for heading, commands in (SECTIONS if not self.group else {"Commands": self.menu}).items():
            with formatter.section(heading):
                formatter.write_dl([(f"{name:{width}}", line) for name, line in commands.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.menu and not args[0].startswith("-") and not ctx.resilient_parsing:
            from trafftpkg.cli.meant import unknown_command

            raise unknown_command(self.group, args)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [
            CompletionItem(name, help=line) for name, line in self.menu.items() if name.startswith(incomplete)
        ]


def _command(module: str, name: str) -> Any:
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    found = import_module(module)
    app.command(name, cls=Command)(found.command)
    command: Any = typer.main.get_command(app)
    command.begins_ledger = getattr(found, "BEGINS_LEDGER", False)
    if any(each.name == "form" and "csv" in each.help for each in command.params):
        command.params.append(_excel_option())
    return command


def _excel_option() -> TyperOption:
    """`--excel`; added here because it works the same for every command."""
    return TyperOption(
        param_decls=["--excel"],
        is_flag=True,
        default=False,
        expose_value=False,
        callback=_take_excel,
        help="Add the mark by which Excel reads CSV as UTF-8.",
        rich_help_panel=RARELY,
    )


def _take_excel(ctx: Any, param: Any, value: bool) -> None:
    FOR_EXCEL.set(value)


def _group(name: str, line: str) -> Any:
    cls = type(f"{name.capitalize()}Group", (LazyGroup,), {"menu": MENU[name], "group": name})
    app = typer.Typer(rich_markup_mode=None, add_completion=False, cls=cls, help=line, no_args_is_help=True)
    app.callback()(_nothing)
    group = typer.main.get_command(app)
    group.name = name
    return group


def _nothing() -> None:
    """A group alone does nothing."""
