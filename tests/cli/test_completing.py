"""The shell offers names that are known, by the protocol of the shells, and never more than names."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import SOLD, After, Typed
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
def known(after: After) -> Typed:
    """Ana and Anton are known; pur-1 and pur-2 are live, pur-3 is void; apt-1 and apt-2 are booked."""
    return after(
        *SOLD,
        "client add anton",
        "client add bo",
        "purchase anton yoga-20 --method card",
        "purchase anton glow-10 --method card",
        "void pur-3 --keep-money --reason twice",
        "book ana facial --at 2026-01-22T10:00",
        "book ana facial --at 2026-01-23T10:00",
        "cancel apt-3",
    )


OFFERED: list[tuple[str, list[str]]] = [
    ("list an", ["ana", "anton"]),
    ("book ", ["ana", "anton", "bo"]),
    ("book ana fa", ["facial"]),
    ("book ana facial --employee i", ["ines"]),
    ("book ana facial --location c", ["chiado"]),
    ("book ana facial --from pur-", ["pur-1"]),
    ("book anton facial --from ", ["pur-2"]),
    ("book nobody facial --from ", []),
    ("book --from ", ["pur-2", "pur-1"]),
    ("purchase ana glow-10 --method ca", ["card", "cash"]),
    ("purchase ana glow-10 --pay d", ["deposit"]),
    ("purchase ana glow-10 --override o", ["overlap"]),
    ("list --status v", ["voided"]),
    ("list --sort e", ["expires_at"]),
    ("list --format i", ["ids"]),
    ("pay pur-1 all --format j", ["json", "jsonl"]),
    ("appointments --status no", ["no_show"]),
    ("report revenue --by mo", ["month"]),
    ("refund pur-1 --basis l", ["list-price"]),
    ("cancel apt-1 --by b", ["business"]),
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
    ("catalog show ch", ["chiado"]),
    ("client merge ana an", ["ana", "anton"]),
    ("catalog new p", ["package"]),
    ("guide p", ["postgresql", "page"]),
    ("list zz", []),
]


def test_tab_offers_the_names_and_words_that_begin_so(known: Typed, shell: Shell) -> None:
    assert [(line, shell.offers(line)) for line, _ in OFFERED] == OFFERED


def test_what_can_pay_for_a_visit_is_offered_to_redeem_it(known: Typed, shell: Shell) -> None:
    for line in (
        "purchase ana glow-10 --method card",
        "purchase ana yoga-20 --method card",
        "book anton yoga --at 2026-01-22T08:00 --without-package",
        "share pur-5 anton",
    ):
        assert known(line).code == 0, line

    assert shell.offers("redeem apt-1 --from ") == ["pur-4"]
    assert shell.offers("redeem apt-4 --from pur-") == ["pur-5", "pur-2"]
    assert shell.offers("book anton yoga --from ") == ["pur-5", "pur-2"]
    assert shell.offers("redeem apt-9 --from ") == shell.offers("redeem --from ") == []


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
    assert known("client merge ana anton --yes").code == 0

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
    typed: Typed, shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))

    for line in ("show ", "purchase ana ", "list ", "--ledger postgresql://nowhere.invalid/x list "):
        assert shell.offers(line) == []

    assert list(folder.iterdir()) == []


def test_a_merged_client_s_former_handle_still_leads_to_the_purchases(known: Typed, shell: Shell) -> None:
    assert known("client merge ana anton --yes").code == 0

    assert shell.offers("book anton facial --from ") == ["pur-2", "pur-1"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("book ana facial --from p", '"pur-1":"Glow 10"'),
        ("client er", '"erase":"Erase a client'),
        ("no", '"no-show":"Record that a client did not come."'),
    ],
)
def test_a_shell_that_can_show_it_is_told_what_each_is(
    known: Typed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    assert told in offered_by_zsh(monkeypatch, capsys, line)


def test_a_name_that_the_shell_would_obey_is_only_told(
    typed: Typed,
    catalogue: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = catalogue / "packages" / "glow-10.yaml"
    named = re.sub(
        "^name: .*", r"""name: 'Glow \\$(touch x) `touch y` " ; [1]:'""", file.read_text(), flags=re.MULTILINE
    )
    file.write_text(named)
    typed("client add ana")
    assert typed("purchase ana glow-10 --method card").code == 0

    offered = offered_by_zsh(monkeypatch, capsys, "book ana facial --from p")

    assert offered == """_arguments '*: :(("pur-1":"Glow (touch x) touch y 1"))'"""


def offered_by_zsh(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str) -> str:
    """Return what zsh is given to evaluate."""
    with monkeypatch.context() as patch:
        patch.setenv("_TRAFFTPKG_COMPLETE", "complete_zsh")
        patch.setenv("_TYPER_COMPLETE_ARGS", f"trafftpkg {line}")
        capsys.readouterr()
        run([])
        return capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    "words",
    [
        "trafftpkg show ",
        "trafftpkg purchase ana g",
        "trafftpkg list a",
        "trafftpkg book ana facial --from p",
        "trafftpkg purchase ana glow-10 --method c",
    ],
)
def test_completing_a_name_loads_nothing_slow(
    known: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("_TRAFFTPKG_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", words)

    modules = modules_after(folder, "")

    assert "trafftpkg.stores.jsonl.completions" in modules
    assert not SLOW & modules
