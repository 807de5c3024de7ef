"""Journals of many random ledgers, for the real `bean-check`: `python -m tests.laws.journals LEDGERS [SEED]`.

Each ledger is a short story in one of the currencies, with taxes, deposits, part payments, gifts,
corrections and imports. `bean-check` must accept its journal, and the balances must agree with the reports to
the cent. The same numbers play the same stories again.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.laws.long import LongStory
from tests.laws.village import VILLAGES

STEPS = 250


class JournalStory(LongStory):
    """A story that is judged by its journal; long stories judge receipts too."""

    def check_receipts(self) -> None:
        pass


def bean_check(journal: str, folder: Path) -> str:
    """Return what `bean-check` has to say of a journal: nothing where it is good."""
    path = folder / "journal.beancount"
    path.write_text(journal, "utf-8")
    program = Path(sys.executable).with_name("bean-check")
    return subprocess.run([program, path], capture_output=True, text=True, check=False, timeout=60).stderr


def judged(currency: str, seed: int, steps: int = STEPS) -> int:
    """Play a story, judge its journal, and return how many transactions it has."""
    with tempfile.TemporaryDirectory() as folder:
        story = JournalStory(currency, seed, Path(folder))
        story.play(steps)
        story.check_journal()
        text = story.text(None)
        assert bean_check(text, Path(folder)) == ""
    return text.count(" * ")


def main(ledgers: int, first: int = 1) -> None:
    """Judge so many ledgers and say how it went."""
    began, transactions, currencies = time.monotonic(), 0, sorted(VILLAGES)
    for seed in range(first, first + ledgers):
        currency = currencies[seed % len(currencies)]
        try:
            transactions += judged(currency, seed)
        except BaseException:
            print(f"The journal of {currency} seed {seed} is not as it must be.")
            raise
    took = time.monotonic() - began
    print(f"{ledgers} ledgers, {transactions} transactions: bean-check accepts all, all agree; {took:.0f} s")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
