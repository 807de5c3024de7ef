"""Random stories that are only played: ledgers of every kind of request, for whoever wants to read one."""

from pathlib import Path

from tests.laws.long import LongStory
from tests.laws.trading import MOVES


class PlayedStory(LongStory):
    """A story that nobody judges."""

    def play(self, steps: int) -> None:
        names, weights = list(MOVES), list(MOVES.values())
        while self.step < steps:
            self.step += 1
            (move,) = self._picks.choices(names, weights)
            getattr(self, move)(self._picks)

    def check(self) -> None:
        """Judge nothing."""


def played(folder: Path, currency: str, seed: int, steps: int) -> Path:
    """Play a story and return its ledger; the same numbers play the same story again."""
    story = PlayedStory(currency, seed, folder)
    story.play(steps)
    return folder / f"{currency}-{seed}.jsonl"
