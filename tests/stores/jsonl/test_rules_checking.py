"""R-1.23: an entry that no request could have decided is named, whatever its hash; and no other is."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.laws.played import played
from tests.rules import rule
from tests.stores.jsonl.forging import FORGERIES, forged, rechained
from trafftpkg.domain.events.modules import EVENT_MODULES
from trafftpkg.domain.invariants.breach import Breaches, BreachKind
from trafftpkg.domain.invariants.events import CHECKED
from trafftpkg.stores.jsonl.copying import JsonlChain
from trafftpkg.stores.jsonl.rules_checking import breaches_in

GOLDEN = Path(__file__).parent / "golden"
SEEDS = range(1, 9)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> list[list[bytes]]:
    """Return the lines of the golden story, and of as many random ones as forging every kind needs."""
    folder = tmp_path_factory.mktemp("stories")
    found = [(GOLDEN / "v2.jsonl").read_bytes().splitlines(keepends=True)]
    for seed in SEEDS:
        path = played(folder, ("EUR", "JPY")[seed % 2], seed, 250)
        found.insert(0, path.read_bytes().splitlines(keepends=True))
        if seed >= 2 and all(_first_forged(kind, found) for kind in FORGERIES):
            break
    return found


def _first_forged(kind: str, stories: list[list[bytes]]) -> tuple[list[bytes], int, Any] | None:
    """Return a story, a place in it, and what is forged there; None where nothing can be forged like that."""
    return next(
        (
            (lines, place, body)
            for lines in stories
            for place, line in enumerate(lines)
            if place and _may_fit(kind, line)
            for body in forged(line, kind)
        ),
        None,
    )


def _may_fit(kind: str, line: bytes) -> bool:
    """Parsing is what takes the time."""
    name = FORGERIES[kind][0]
    return name == "any" or name.encode() in line


def checked(path: Path, lines: list[bytes]) -> Breaches:
    """Return what the rules say of these lines."""
    path.write_bytes(b"".join(lines))
    return checked_as_it_is(path)


def checked_as_it_is(path: Path) -> Breaches:
    """Return what the rules say of a ledger."""

    def verify() -> None:
        raise AssertionError("the chain is not right")

    return breaches_in(JsonlChain(path, verify), 1)  # type: ignore[arg-type]


@rule("R-1.23")
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_no_entry_of_a_golden_ledger_is_named(version: str, tmp_path: Path) -> None:
    lines = (GOLDEN / f"{version}.jsonl").read_bytes().splitlines(keepends=True)

    assert checked(tmp_path / "ledger.jsonl", lines).found == ()


@rule("R-1.23")
def test_no_entry_that_was_decided_is_named(stories: list[list[bytes]], tmp_path: Path) -> None:
    for lines in stories:
        result = checked(tmp_path / "ledger.jsonl", lines)

        assert (result.found, result.entries) == ((), len(lines))


@pytest.fixture(scope="module")
def named(stories: list[list[bytes]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[BreachKind]]:
    """Return by which kinds of breaches each forged entry is named."""
    path = tmp_path_factory.mktemp("forged") / "ledger.jsonl"
    found: dict[str, set[BreachKind]] = {}
    for kind in FORGERIES:
        first = _first_forged(kind, stories)
        assert first is not None, f"no story has an entry to forge: {kind}"
        lines, place, body = first
        result = checked(path, rechained(lines[: place + 1], place, body))
        found[kind] = {each.kind for each in result.found if each.seq == place}
    return found


@rule("R-1.23")
@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forged_entry_is_named(kind: str, named: dict[str, set[BreachKind]]) -> None:
    assert named[kind]


def test_every_kind_of_breach_is_met(named: dict[str, set[BreachKind]]) -> None:
    elsewhere: set[BreachKind] = {"header", "key", "sealed"}

    assert elsewhere.union(*named.values()) == set(get_args(BreachKind))


@rule("R-1.23")
def test_what_follows_a_forged_entry_is_still_checked(stories: list[list[bytes]], tmp_path: Path) -> None:
    lines = stories[0]
    place = next(each for each, line in enumerate(lines) if b'"PackagePurchased"' in line)
    (body,) = list(forged(lines[place], "a sale that nobody numbered"))[:1]

    result = checked(tmp_path / "ledger.jsonl", rechained(lines, place, body))

    assert result.entries == len(lines)
    assert {place} < {each.seq for each in result.found}


def test_a_second_header_is_named(stories: list[list[bytes]], tmp_path: Path) -> None:
    lines = stories[0]
    header = json.loads(lines[0])
    del header["hash"]

    result = checked(
        tmp_path / "ledger.jsonl", rechained(lines, len(lines) - 1, {**header, "seq": len(lines) - 1})
    )

    assert "header" in {each.kind for each in result.found if each.seq == len(lines) - 1}


def test_nothing_follows_a_seal(stories: list[list[bytes]], tmp_path: Path) -> None:
    lines = stories[0]
    body = json.loads(lines[5])
    del body["hash"]
    body |= {"request": "copy", "clients": [], "events": [{"event": "LedgerSealed", "moved_to": "new.jsonl"}]}

    result = checked(tmp_path / "ledger.jsonl", rechained(lines[:8], 5, body))

    assert [each.seq for each in result.found if each.kind == "sealed"] == [6, 7]


@pytest.mark.parametrize("batch", [1, 5_000])
def test_a_key_that_was_used_before_is_named(
    stories: list[list[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("trafftpkg.stores.jsonl.rules_checking.BATCH", batch)
    lines = stories[0]
    bodies = [json.loads(line) for line in lines[:20]]
    first, second = [place for place, body in enumerate(bodies) if body["key"] is not None][:2]
    body = bodies[second] | {"key": bodies[first]["key"]}
    del body["hash"]

    result = checked(tmp_path / "ledger.jsonl", rechained(lines[:20], second, body))

    assert [(each.seq, each.due) for each in result.found if each.kind == "key"] == [(second, first)]


def test_every_kind_of_event_is_checked() -> None:
    assert {each.__name__ for each in CHECKED} == EVENT_MODULES.keys()
