"""What the operator's guide shows is what happens, on a real server under the guide's name for it."""

from dataclasses import replace

from tests.source_code import GUIDE
from tests.stores.postgres.server import Server
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import agrees, steps_of

POSTGRESQL = (GUIDE / "postgresql.md").read_text("utf-8")
SAID = "postgresql://owner@db.example/lumen"


def test_moving_to_a_server_looks_as_the_guide_says(server: Server) -> None:
    address = server.address(database="lumen")
    steps = steps_of(POSTGRESQL.replace("```console postgres", "```console"))
    assert steps
    with Stage() as stage:
        for step in steps:
            printed = stage.play(replace(step, command=step.command.replace(SAID, f"'{address}'")))

            said = tuple(line.replace(address, SAID) for line in printed)
            assert agrees(step.expected, said), (step.command, said)
