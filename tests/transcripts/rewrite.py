"""Write what commands really print into documents.

    python -m tests.transcripts.rewrite README.md

An answer that still agrees, with its `…`, stays as it is. Read the difference before committing it.
"""

import sys
from pathlib import Path

from tests.transcripts.stage import Stage
from tests.transcripts.transcript import agrees, steps_of


def rewritten(document: str) -> str:
    """Return the document with every answer that no longer agrees replaced by the real one."""
    lines = document.splitlines()
    with Stage() as stage:
        answers = [(step, stage.play(step)) for step in steps_of(document)]
    for step, printed in reversed(answers):
        if not agrees(step.expected, printed):
            lines[slice(*step.answer_at)] = printed
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(rewritten(path.read_text("utf-8")), "utf-8")
