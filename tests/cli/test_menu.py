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
from trafftpkg.cli.meant import OTHER_WORDS
from trafftpkg.cli.menu import MENU, SECTIONS, module_of

COMMANDS = [(group, name) for group, menu in MENU.items() for name in menu if group or name not in MENU]
PRINT_NO_DATA = [("", "serve")]
SLOW = {
    *("pydantic", "rich", "yaml", "asyncio", "click", "tabulate", "secrets", "logging", "argparse", "email"),
    *("email_validator", "idna", "phonenumbers", "dns"),
}

NOT_FOR_JSON = {
    *(f"trafftpkg.cli.views.{each}" for each in ("names", "people", "widths", "grid")),
    *(f"trafftpkg.cli.views.{each}_words" for each in ("appointment", "outcome", "purchase")),
    "trafftpkg.cli.change_options",
    "trafftpkg.domain.wording",
    "trafftpkg.engine.missing",
    "trafftpkg.stores.jsonl.index_layout",
    "trafftpkg.stores.lines.wire_writing",
}


@pytest.mark.parametrize(("group", "name"), COMMANDS)
def test_the_menu_says_the_first_line_of_each_command_s_help(group: str, name: str) -> None:
    command = import_module(module_of(group, name)).command

    assert MENU[group][name] == (getdoc(command) or "").splitlines()[0]


def test_every_command_s_file_is_in_the_menu() -> None:
    files = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")} - {"__init__"}

    assert files == {module_of(group, name).rpartition(".")[2] for group, name in COMMANDS}


@pytest.mark.parametrize("path", ["", *(group for group in MENU if group), *map(" ".join, COMMANDS)])
def test_h_is_help_everywhere_in_80_columns(typed: Typed, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    printed = typed(f"{path} -h")

    assert printed == typed(f"{path} --help")
    assert printed.code == 0
    assert max(len(line) for line in printed.out.splitlines()) <= 80


def test_the_menu_stands_in_groups_in_its_order(typed: Typed) -> None:
    text = typed("-h").out

    told = re.findall(r"^(\w[\w ]*):$|^  ([a-z-]+) {2,}\S", text, re.MULTILINE)
    assert [heading or name for heading, name in told][: -len(told) + len(MENU[""]) + len(SECTIONS)] == [
        each for heading, commands in SECTIONS.items() for each in (heading, *commands)
    ]


def test_every_command_takes_one_line_of_its_menu(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for group, menu in MENU.items():
        text = typed(f"{group} -h").out

        assert [f"  {name:{max(map(len, menu))}}  {line}\n" in text for name, line in menu.items()] == [
            True
        ] * len(menu)


def test_what_is_rarely_needed_stands_last_under_its_own_heading(typed: Typed) -> None:
    usual, rarely = typed("book -h").out.split("Rarely needed:")

    assert [
        name for name in ("--format", "--dry-run", "--idempotency-key", "--override") if name in usual
    ] == []
    assert re.findall(r"^  (--[a-z-]+)", rarely, re.MULTILINE) == [
        "--override",
        "--idempotency-key",
        "--dry-run",
        "--format",
        "--excel",
    ]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("receit", ["receipt"]),
        ("balance ana", ["list", "statement"]),
        ("Sell ana glow-10", ["purchase"]),
        ("verify", ["ledger verify"]),
        ("merge ana bo", ["client merge"]),
        ("client remove ana", ["client erase"]),
        ("client books", ["client"]),
        ("client book ana", ["book"]),
        ("help", [""]),
        ("help book", ["book"]),
        ("client help add", ["client add"]),
        ("help client add ana", ["client add"]),
        ("frobnicate", [""]),
    ],
)
def test_a_word_that_is_no_command_is_offered_what_does_it(
    typed: Typed, line: str, offered: list[str]
) -> None:
    printed = typed(f"--ledger nowhere.jsonl {line}")

    assert printed.code == 2
    helps = re.findall(r"trafftpkg ((?:[a-z-]+ )*)--help", printed.err)
    assert [each.strip() for each in helps] == offered


def test_every_command_offered_for_another_word_exists_and_the_word_is_none() -> None:
    paths = {f"{group} {name}".strip() for group, menu in MENU.items() for name in menu} | {"--version"}

    for group, words in OTHER_WORDS.items():
        assert {each for offered in words.values() for each in offered} - paths == set()
        assert words.keys() & MENU[group].keys() == set()


@pytest.mark.parametrize(("group", "name"), COMMANDS)
def test_every_command_s_help_has_an_example(typed: Typed, group: str, name: str) -> None:
    path = f"{group} {name}".strip()

    printed = typed(f"{path} --help")

    assert printed.code == 0
    assert re.search(rf"^      (\S.* \| )?trafftpkg (--ledger \S+ )?{path}\b", printed.out, re.MULTILINE)


@pytest.mark.parametrize("line", ["purchase", "report journal", "ledger verify"])
def test_examples_of_a_help_stand_together(typed: Typed, line: str) -> None:
    lines = typed(f"{line} --help").out.splitlines()

    examples = [at for at, each in enumerate(lines) if each.startswith("      trafftpkg ")]

    assert len(examples) > 1
    assert examples == list(range(examples[0], examples[0] + len(examples)))


def test_the_first_help_says_how_to_begin(typed: Typed) -> None:
    assert "      trafftpkg demo\n      trafftpkg init studio\n" in typed("--help").out


def test_the_mark_for_excel_is_offered_where_csv_is(typed: Typed) -> None:
    assert "--excel" in typed("list --help").out
    assert "--excel" not in typed("events --help").out


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


@pytest.mark.parametrize(
    "line", ["list ana --format json", "book ana facial --at 2026-01-21T10:00 --dry-run --format json"]
)
def test_who_asks_for_json_does_not_wait_for_words_nor_for_what_writes(
    sold: Typed, folder: Path, line: str
) -> None:
    sold("list ana")

    modules = modules_after(folder, line)

    assert "trafftpkg.cli.views.purchase" in modules
    assert not NOT_FOR_JSON & modules


@pytest.mark.parametrize(
    "line",
    ["list ana --format json", "book ana facial --at 2026-01-21T10:00 --reason asked --dry-run"],
)
def test_a_question_does_not_wait_for_openssl(sold: Typed, folder: Path, line: str) -> None:
    sold("list ana")

    assert "_hashlib" not in modules_after(folder, line)


@pytest.mark.parametrize(
    ("contact", "readers"),
    [
        ("ana@example.com", set()),
        ("ana@bücher.example", {"email_validator", "idna"}),
        ("+351912345678", {"phonenumbers"}),
    ],
)
def test_looking_somebody_up_by_address_or_number_loads_what_reads_these_and_nothing_else_slow(
    sold: Typed, folder: Path, contact: str, readers: set[str]
) -> None:
    sold(f"client edit ana {'--email' if '@' in contact else '--phone'} {contact}")

    modules = modules_after(folder, f"show {contact} --format json")

    assert SLOW & modules == readers


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
