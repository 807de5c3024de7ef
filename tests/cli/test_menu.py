"""The menu says what there is without importing it, and says it truly."""

import re
import subprocess
import sys
from importlib import import_module
from inspect import getdoc
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.source_code import PACKAGE
from trafftpkg.cli.main import run
from trafftpkg.cli.menu import MENU, module_of

COMMANDS = [(group, name) for group, menu in MENU.items() for name in menu if group or name not in MENU]
PRINT_NO_DATA = [("", "serve")]
ADDRESS_READERS = {"email_validator", "idna", "phonenumbers"}
SLOW = {
    *("pydantic", "rich", "yaml", "asyncio", "click", "tabulate", "secrets", "logging", "argparse", "email"),
    *ADDRESS_READERS,
    "dns",
}


@pytest.mark.parametrize(("group", "name"), COMMANDS)
def test_the_menu_says_the_first_line_of_each_command_s_help(group: str, name: str) -> None:
    command = import_module(module_of(group, name)).command

    assert MENU[group][name] == (getdoc(command) or "").splitlines()[0]


def test_every_command_s_file_is_in_the_menu() -> None:
    files = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")} - {"__init__"}

    assert files == {module_of(group, name).rpartition(".")[2] for group, name in COMMANDS}


@pytest.mark.parametrize(("group", "name"), COMMANDS)
def test_every_command_s_help_fits_80_columns_and_has_an_example(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, group: str, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    path = f"{group} {name}".strip()

    printed = typed(f"{path} --help")

    assert printed.code == 0
    assert re.search(rf"^      (\S.* \| )?trafftpkg (--ledger \S+ )?{path}\b", printed.out, re.MULTILINE)
    assert max(len(line) for line in printed.out.splitlines()) <= 80


@pytest.mark.parametrize(("group", "name"), [each for each in COMMANDS if each not in PRINT_NO_DATA])
def test_every_command_prints_in_every_format(typed: Typed, group: str, name: str) -> None:
    assert "--format" in typed(f"{group} {name} --help").out


def test_help_imports_no_command(folder: Path) -> None:
    modules = modules_after(folder, "--help")

    assert not [each for each in modules if each.startswith("trafftpkg.cli.commands.")]


@pytest.mark.parametrize(
    "line",
    [
        "list ana --format json",
        "list --format json",
        "show ana --format json",
        "show pur-1 --format json",
        "book ana facial --at 2026-01-21T10:00 --format json",
    ],
)
def test_what_is_waited_for_on_the_phone_loads_nothing_slow(sold: Typed, folder: Path, line: str) -> None:
    sold("book ana facial --at 2026-01-22T10:00")

    modules = modules_after(folder, line)

    assert not SLOW & modules


def test_a_question_does_not_wait_for_openssl(sold: Typed, folder: Path) -> None:
    sold("list ana")

    assert "_hashlib" not in modules_after(folder, "list ana --format json")


@pytest.mark.parametrize("contact", ["ana@example.com", "+351912345678"])
def test_looking_somebody_up_by_address_or_number_loads_what_reads_these_and_nothing_else_slow(
    sold: Typed, folder: Path, contact: str
) -> None:
    sold("client edit ana --email ana@example.com --phone '+351 912 345 678'")

    modules = modules_after(folder, f"show {contact} --format json")

    assert not (SLOW - ADDRESS_READERS) & modules
    assert ("email_validator" in modules) == ("@" in contact)


@pytest.mark.parametrize("words", ["trafftpkg ex", "trafftpkg client e"])
def test_completing_a_command_imports_none(folder: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setenv("_TRAFFTPKG_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", words)

    modules = modules_after(folder, "")

    assert not [each for each in modules if each.startswith("trafftpkg.cli.commands.")]
    assert not SLOW & modules


def test_completion_offers_commands_and_options(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_TRAFFTPKG_COMPLETE", "complete_bash")
    offered = []
    for words in ("trafftpkg no", "trafftpkg client e", "trafftpkg book --over"):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
        run([])
        offered.append(capsys.readouterr().out.split())

    assert offered == [["no-show"], ["edit", "erase"], ["--override"]]


def modules_after(folder: Path, line: str) -> set[str]:
    """Run a command line in a process of its own; return the modules it had loaded in the end."""
    script = (
        "import sys\n"
        "from trafftpkg.cli.main import run\n"
        f"code = run({line.split()!r})\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())
