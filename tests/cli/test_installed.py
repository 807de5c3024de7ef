"""What is missing is installed in the way that the program was."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.source_code import GUIDE, ROOT
from trafftpkg import __version__
from trafftpkg.cli import installed


class Installed:
    """A distribution that says where it came from."""

    def __init__(self, said: Mapping[str, object] | None) -> None:
        self._said = said

    def read_text(self, _: str) -> str | None:
        """Return the file of PEP 610."""
        return None if self._said is None else json.dumps(self._said)


FOLDER = {"url": "file:///srv/my%20trafftpkg", "dir_info": {}}
CHECKOUT = {"url": "file:///srv/my%20trafftpkg", "dir_info": {"editable": True}}
WHEEL = {"url": "file:///tmp/trafftpkg-0.2.0-py3-none-any.whl", "archive_info": {}}
GIT = {"url": "https://git.example/trafftpkg", "vcs_info": {"vcs": "git", "commit_id": "1"}}


@pytest.mark.parametrize(
    ("receipt", "said", "wanted"),
    [
        (None, None, "PYTHON -m pip install 'trafftpkg[web]'"),
        (None, CHECKOUT, "PYTHON -m pip install -e '/srv/my trafftpkg[web]'"),
        (None, FOLDER, "PYTHON -m pip install '/srv/my trafftpkg[web]'"),
        (None, WHEEL, "PYTHON -m pip install '/tmp/trafftpkg-0.2.0-py3-none-any.whl[web]'"),
        (None, GIT, "PYTHON -m pip install 'trafftpkg[web] @ git+https://git.example/trafftpkg'"),
        ("pipx_metadata.json", None, "pipx install --force 'trafftpkg[web]'"),
        ("pipx_metadata.json", CHECKOUT, "pipx install --force --editable '/srv/my trafftpkg[web]'"),
        ("uv-receipt.toml", None, "uv tool install 'trafftpkg[web]'"),
        ("uv-receipt.toml", FOLDER, "uv tool install --reinstall '/srv/my trafftpkg[web]'"),
    ],
)
def test_an_extra_comes_as_the_program_came(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, receipt: str | None, said: dict[str, object], wanted: str
) -> None:
    monkeypatch.setattr(installed, "_HERE", tmp_path)
    monkeypatch.setattr(installed, "distribution", lambda _: Installed(said))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "PYTHON")
    if receipt:
        (tmp_path / receipt).touch()

    assert installed.adding("web") == wanted


def test_without_pip_in_the_environment_uv_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(installed, "_HERE", tmp_path)
    monkeypatch.setattr(installed, "distribution", lambda _: Installed(None))
    monkeypatch.setattr(installed, "find_spec", lambda _: None)
    monkeypatch.setattr(sys, "executable", "/srv/.venv/bin/python")

    assert installed.adding("ics") == "uv pip install --python /srv/.venv/bin/python 'trafftpkg[ics]'"


def test_a_checkout_is_brought_up_to_date_where_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(installed, "_HERE", tmp_path)
    monkeypatch.setattr(sys, "executable", "PYTHON")

    assert installed.upgrading() == f"git -C {tmp_path} pull && PYTHON -m pip install --upgrade -e {tmp_path}"


@pytest.mark.parametrize(
    "line",
    [
        "--ledger postgresql://desk@127.0.0.1/lumen list",
        "--ledger postgresql://desk@127.0.0.1/lumen client add ana",
        "--ledger postgresql://desk@127.0.0.1/lumen letters list",
        "--ledger postgresql://desk@127.0.0.1/lumen ledger init",
        "ledger copy --to postgresql://desk@127.0.0.1/lumen",
    ],
)
def test_without_the_driver_of_postgresql_the_remedy_installs_it(sold: Typed, line: str) -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None; "
        "from trafftpkg.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, *shlex.split(line)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 3, done.stderr
    assert "[postgres]" in done.stderr


def test_the_version_is_in_one_place_and_has_its_changes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    newest = re.search(r"^## (\S+)$", (GUIDE / "changelog.md").read_text("utf-8"), re.MULTILINE)

    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "trafftpkg.__version__"}
    assert newest is not None
    assert __version__.startswith(f"{newest[1]}.")
