"""A problem before its line is known: where in the tree, which rule, and in what words."""

from collections.abc import Iterable
from typing import NamedTuple

from trafftpkg.domain.errors.naming import nearest
from trafftpkg.domain.finding import Severity

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a file to a value."""


def path_text(path: Path) -> str:
    """Return a path as it is written: `services[0].max`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


class Problem(NamedTuple):
    """What is wrong at `path`, in `words`. `at_key` points at the key instead of its value."""

    path: Path
    code: str
    words: str
    severity: Severity = "error"
    at_key: bool = False

    def below(self, *steps: str | int) -> "Problem":
        """Return the same problem with a longer path."""
        return self._replace(path=(*steps, *self.path))


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return the end of a sentence with the most similar name, or an empty text."""
    near = nearest(typed, known)
    return f". Did you mean '{near}'?" if near else ""
