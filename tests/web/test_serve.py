"""`trafftpkg serve` and `trafftpkg client link`, as they are run."""

import json
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.stores.postgres.server import running
from tests.web.server import PROGRAM, Server


def test_several_processes_serve_one_business(tmp_path: Path) -> None:
    with Server(tmp_path, workers=2) as server:
        pages = [_get(f"{server.address}/") for _ in range(8)]

    assert all("Glow 10" in each for each in pages)
    assert (tmp_path / "ledger.jsonl.key").stat().st_mode & 0o777 == 0o600


def test_several_processes_serve_a_ledger_in_postgres(tmp_path: Path) -> None:
    with running() as postgres:
        ledger = postgres.address("served")
        subprocess.run([PROGRAM, "--ledger", ledger, "ledger", "init"], check=True, capture_output=True)
        with Server(tmp_path, workers=2, ledger=ledger) as server:
            server.desk("client add ana --email ana@example.com")
            server.desk("purchase ana glow-10 --method card")
            link = server.link_for("ana")

            assert "Your link is good." in _get(link)
            assert "Glow 10" in _get(f"{server.address}/")
    assert not (tmp_path / "ledger.jsonl").exists()


def test_a_link_can_be_had_as_json(tmp_path: Path) -> None:
    _desk(tmp_path, "client add ana")

    said = json.loads(_desk(tmp_path, "client link ana --address https://book.example/ --format json").stdout)

    assert said["client"] == "ana"
    assert said["link"].startswith("https://book.example/sign-in/")
    assert said["until"] == "2026-01-06T10:00:00+00:00"


@pytest.mark.parametrize("valid", ["8d", "0m", "soon"])
def test_a_link_works_a_week_at_most(tmp_path: Path, valid: str) -> None:
    _desk(tmp_path, "client add ana")

    assert _desk(tmp_path, f"client link ana --valid {valid}").returncode == 2


def test_the_secret_of_another_is_not_used(tmp_path: Path) -> None:
    _desk(tmp_path, "client add ana")
    _desk(tmp_path, "client link ana")
    (tmp_path / "ledger.jsonl.key").chmod(0o644)

    refused = _desk(tmp_path, "client link ana")

    assert refused.returncode == 4
    assert "others may read this secret" in refused.stderr
    assert "chmod 600" in refused.stderr


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        text: str = answer.read().decode()
    return text


def _desk(folder: Path, line: str) -> "subprocess.CompletedProcess[str]":
    command: list[str | Path] = [PROGRAM, "--now", "2026-01-05T10:00+00:00", *line.split()]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
