"""Long random stories on a ledger in a file: `python -m tests.laws.long STEPS SEED [CURRENCY]…`.

Everything that a step touches is judged after it, and everything there is every hundred steps. A story that
fails prints its last requests, its seed and the step; the same numbers play the same story again.
"""

import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.laws.journalled import Journalled
from tests.laws.receipted import Receipted
from tests.laws.trading import MOVES
from tests.laws.village import VILLAGES
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import is_purchase
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.requests.base import Request
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.lines.line import entry_of

EVERYTHING_EVERY = 100
"""Steps after which all there is is judged."""


class LongStory(Journalled, Receipted):
    """One story of many steps in one currency."""

    HISTORY_EVERY = 20

    def __init__(self, currency: str, seed: int, folder: Path) -> None:
        self._path = folder / f"{currency}-{seed}.jsonl"
        self._read, self._entries = 0, list[Entry]()
        self._picks = Random(f"{currency} {seed}")
        self.last: deque[str] = deque(maxlen=12)
        self.answers: Counter[str] = Counter()
        self.step = 0
        self.begin(VILLAGES[currency], self._picks)

    def opened(self) -> JsonlLedger:
        return JsonlLedger(self._path)

    def contents(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0

    def recorded(self) -> Sequence[Entry]:
        with self._path.open("rb") as lines:
            lines.seek(self._read)
            self._entries += [entry for line in lines if (entry := entry_of(line)).seq]
            self._read = lines.tell()
        return self._entries

    def send(self, request: Request) -> None:
        self.last.append(f"{self.clock:%Y-%m-%dT%H:%M}Z {request}")
        super().send(request)

    def play(self, steps: int) -> None:
        """Play so many steps more."""
        names, weights = list(MOVES), list(MOVES.values())
        while self.step < steps:
            self.step += 1
            (move,) = self._picks.choices(names, weights)
            before = len(self.recorded())
            getattr(self, move)(self._picks)
            if self.step % EVERYTHING_EVERY:
                self._judge_touched(self.recorded()[before:])
            else:
                self.check()
                self.check_reports()
                self.check_journal()
                self.check_receipts()

    def _judge_touched(self, entries: Sequence[Entry]) -> None:
        touched = {
            each
            for entry in entries
            for event in entry.events
            for each in event.touched()
            if is_purchase(each)
        }
        self.copy_facts()
        with self.business.ledger.reading() as books:
            found = [books.thing(each) for each in sorted(touched)]
        for each in found:
            if each is not None:
                self.check_one(each)

    def _answer(self, request: Request, *, key: str | None = None, dry_run: bool = False) -> Outcome | str:
        answer = super()._answer(request, key=key, dry_run=dry_run)
        if key is not None:
            self.answers[f"{request.name}: {answer if isinstance(answer, str) else 'done'}"] += 1
        return answer


def main(steps: int, seed: int, *currencies: str) -> None:
    """Play a story in each currency and say how it went."""
    for currency in currencies or VILLAGES:
        with tempfile.TemporaryDirectory() as folder:
            began, story = time.monotonic(), LongStory(currency, seed, Path(folder))
            try:
                story.play(steps)
            except BaseException:
                print(f"{currency} seed {seed} failed at step {story.step}:", *story.last, sep="\n  ")
                raise
            took = time.monotonic() - began
            print(f"{currency} seed {seed}: {steps} steps, {len(story.recorded())} entries, {took:.0f} s")
            for answer, times in sorted(story.answers.items()):
                print(f"  {times:5} {answer}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
