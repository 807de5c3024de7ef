"""The shell offers names that are known, by the protocol of the shells, and never more than names."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.cli.test_menu import SLOW, modules_after
from trafftpkg.cli.main import run


class Shell:
    """What a TAB offers at the end of a line, as bash asks for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def offers(self, line: str) -> list[str]:
        """Return what is offered for the last word, or for a new one after a space."""
        words = f"trafftpkg {line}"
        with self._monkeypatch.context() as patch:
            patch.setenv("_TRAFFTPKG_COMPLETE", "complete_bash")
            patch.setenv("COMP_WORDS", words)
            patch.setenv("COMP_CWORD", str(len(words.split()) - (not words.endswith(" "))))
            self._capsys.readouterr()
            code = run([])
            printed = self._capsys.readouterr()
        assert (code, printed.err) == (0, "")
        return printed.out.split()


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell in which TAB is pressed."""
    return Shell(monkeypatch, capsys)


@pytest.fixture
def known(sold: Typed) -> Typed:
    """Ana and Anton are known; pur-1 and pur-2 are live, pur-3 is void; apt-1 and apt-2 are booked."""
    for line in (
        "client add anton",
        "client add bo",
        "purchase anton yoga-20 --method card",
        "purchase anton glow-10 --method card",
        "void pur-3 --keep-money --reason twice",
        "book ana facial --at 2026-01-22T10:00",
        "book ana facial --at 2026-01-23T10:00",
        "cancel apt-3",
    ):
        assert sold(line).code == 0, line
    return sold


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("list an", ["ana", "anton"]),
        ("book ", ["ana", "anton", "bo"]),
        ("book ana fa", ["facial"]),
        ("book ana facial --employee i", ["ines"]),
        ("book ana facial --location c", ["chiado"]),
        ("book ana facial --from pur-", ["pur-2", "pur-1"]),
        ("purchase ana g", ["glow-10", "goodwill"]),
        ("extend pur-1 p", ["pur-2", "pur-1"]),
        ("cancel a", ["apt-2", "apt-1"]),
        ("pay ", ["pur-2", "pur-1", "apt-2", "apt-1"]),
        ("show a", ["ana", "anton", "apt-2", "apt-1"]),
        ("transfer pur-1 --to b", ["bo"]),
        ("appointments --service yo", ["yoga"]),
        ("list --package yo", ["yoga-20"]),
        ("block da", ["davide"]),
        ("catalog show yo", ["yoga-20", "yoga"]),
        ("client merge ana an", ["ana", "anton"]),
        ("catalog new p", ["package"]),
        ("guide p", ["postgresql", "page"]),
        ("list zz", []),
    ],
)
def test_tab_offers_the_names_that_begin_so(
    known: Typed, shell: Shell, line: str, offered: list[str]
) -> None:
    assert shell.offers(line) == offered


def test_a_purchase_that_is_over_is_not_offered(known: Typed, shell: Shell) -> None:
    assert shell.offers("--now 2026-05-06T00:00 extend p") == ["pur-1"]
    assert shell.offers("--now 2026-07-06T00:00 extend p") == []


def test_the_places_named_before_the_command_are_looked_at(known: Typed, shell: Shell, folder: Path) -> None:
    assert shell.offers("--ledger other.jsonl list a") == []
    assert shell.offers("--catalog elsewhere purchase ana g") == []
    for file in folder.glob("ledger.jsonl*"):
        shutil.copy(file, str(file).replace("ledger.jsonl", "other.jsonl"))
    assert shell.offers("--ledger other.jsonl list a") == ["ana", "anton"]


def test_a_client_who_was_merged_is_not_offered(known: Typed, shell: Shell) -> None:
    assert known("client merge ana anton").code == 0

    assert shell.offers("list a") == ["ana"]


def test_names_are_offered_though_the_catalogue_is_being_edited(
    known: Typed, shell: Shell, catalogue: Path
) -> None:
    known("catalog show")
    (catalogue / "packages" / "glow-10.yaml").write_text("name: [")

    assert shell.offers("purchase ana g") == ["glow-10", "goodwill"]


@pytest.mark.parametrize("ending", ["", ".index", ".clients"])
def test_what_is_broken_offers_nothing_and_says_nothing(
    known: Typed, shell: Shell, folder: Path, ending: str
) -> None:
    (folder / f"ledger.jsonl{ending}").write_bytes(b"not what was written")
    for side in ("-wal", "-shm"):
        (folder / f"ledger.jsonl.index{side}").unlink(missing_ok=True)

    offered = shell.offers("show ")

    assert ("ana" in offered) == (ending != ".clients")
    assert ("pur-1" in offered) == (ending != ".index")


def test_where_nothing_is_kept_nothing_is_offered_and_nothing_made(
    typed: Typed, shell: Shell, folder: Path
) -> None:
    for line in ("show ", "purchase ana ", "list ", "--ledger postgresql://nowhere.invalid/x list "):
        assert shell.offers(line) == []

    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("words", ["trafftpkg show ", "trafftpkg purchase ana g", "trafftpkg list a"])
def test_completing_a_name_loads_nothing_slow(
    known: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("_TRAFFTPKG_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", words)

    modules = modules_after(folder, "")

    assert "trafftpkg.stores.jsonl.completions" in modules
    assert not SLOW & modules
