"""What the operator's guides show is what happens, on a real server under the guides' names for it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.source_code import GUIDE, ROOT
from tests.stores.postgres.server import Server
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import Step, agrees, steps_of
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.jsonl.client_file import client_book_at

POSTGRESQL = (GUIDE / "postgresql.md").read_text("utf-8")
OPERATING = (GUIDE / "operating.md").read_text("utf-8")
GOLDEN = ROOT / "tests" / "stores" / "jsonl" / "golden"
SAID = "postgresql://owner@db.example/"


def played(document: str, server: Server, prepare: str = "") -> Iterator[tuple[Step, tuple[str, ...]]]:
    """Play a document on a server, and yield what each step printed, with the guide's address."""
    (name,) = set(re.findall(rf"{SAID}(\w+)", document))
    there, address = f"{SAID}{name}", server.address(database=name)
    steps = steps_of(document.replace("```console postgres", "```console"))
    assert steps
    with Stage() as stage:
        if prepare:
            assert stage.play(replace(steps[0], command=prepare)) == ()
        for step in steps:
            printed = stage.play(replace(step, command=step.command.replace(there, f"'{address}'")))
            yield step, tuple(line.replace(address, there) for line in printed)


def test_moving_to_a_server_looks_as_the_guide_says(server: Server) -> None:
    for step, said in played(POSTGRESQL, server):
        assert agrees(step.expected, said), (step.command, said)


def test_ten_nights_a_lost_disk_an_upgrade_and_a_move_look_as_the_guide_says(
    server: Server, tmp_path: Path
) -> None:
    story = OPERATING[OPERATING.index("\n## Ten nights, a lost disk, and a move") :]
    old = of_the_first_version(tmp_path)

    for step, said in played(story, server, prepare=f"cp -p {old} {old}.clients ."):
        assert agrees(step.expected, said), (step.command, said)


def of_the_first_version(folder: Path) -> Path:
    """Return a copy of the golden ledger of version 1, with a client book that has all its clients."""
    old = folder / "old.jsonl"
    old.write_bytes((GOLDEN / "v1.jsonl").read_bytes())
    keys = {key for line in old.read_bytes().splitlines() for key in json.loads(line)["clients"]}
    client_book_at(Path(f"{old}.clients")).add_all(
        [Client(key=ClientKey(key), handle=f"client-{n}") for n, key in enumerate(sorted(keys), 1)]
    )
    return old
