"""Commands that are imported when they are called, on Typer's own groups."""

from importlib import import_module
from typing import Any

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from trafftpkg.cli.menu import MENU, module_of
from trafftpkg.cli.output import write_lines
from trafftpkg.cli.session import session_of


class Command(TyperCommand):
    """A command; its completions carry no descriptions, since Typer loads rich to print those."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            session_of(ctx).command = ctx
        return list(super().parse_args(ctx, args))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: Any) -> Any:
        return _with_our_callback(super().get_help_option(ctx))

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        _write_help(self.help or "", formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        return [_bare(item) for item in super().shell_complete(ctx, incomplete)]


class LazyGroup(TyperGroup):
    """A group whose commands are those of its menu."""

    menu = MENU[""]
    group = ""

    def get_help_option(self, ctx: Any) -> Any:
        return _with_our_callback(super().get_help_option(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.menu)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.menu:
            return None
        if cmd_name in MENU and not self.group:
            return _group(cmd_name, self.menu[cmd_name])
        return _command(module_of(self.group, cmd_name), cmd_name)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        _write_help(self.help or "", formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.menu.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.menu and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise unknown_command(ctx.command_path, args[0], self.menu)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return [_bare(item) for item in super().shell_complete(ctx, incomplete)]
        return [CompletionItem(name) for name in self.menu if name.startswith(incomplete)]


def _with_our_callback(option: Any) -> Any:
    """Return the option of help as one that says it where there is no room for it."""
    if option is not None:
        option.callback = _help
    return option


def _help(ctx: Any, param: Any, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        write_lines([ctx.get_help()])
        ctx.exit()


def unknown_command(path: str, typed: str, menu: dict[str, str]) -> Exception:
    """Return the error for a command that is not in the menu, with the nearest one that is."""
    from trafftpkg.cli.errors import UnknownCommandError
    from trafftpkg.domain.errors.naming import nearest

    return UnknownCommandError(path=path, typed=typed, nearest=nearest(typed, menu))


def _write_help(text: str, formatter: Any) -> None:
    """Write paragraphs, wrapped; examples stand apart and are never broken, so that they can be pasted."""
    for paragraph in text.split("\n\n"):
        formatter.write_paragraph()
        if paragraph.lstrip().startswith("trafftpkg "):
            formatter.write(f"      {paragraph.strip()}\n")
        else:
            with formatter.indentation():
                formatter.write_text(paragraph)


def _bare(item: Any) -> Any:
    item.help = None
    return item


def _command(module: str, name: str) -> Any:
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(name, cls=Command)(import_module(module).command)
    return typer.main.get_command(app)


def _group(name: str, line: str) -> Any:
    cls = type(f"{name.capitalize()}Group", (LazyGroup,), {"menu": MENU[name], "group": name})
    app = typer.Typer(rich_markup_mode=None, add_completion=False, cls=cls, help=line, no_args_is_help=True)
    app.callback()(_nothing)
    group = typer.main.get_command(app)
    group.name = name
    return group


def _nothing() -> None:
    """A group by itself does nothing."""
