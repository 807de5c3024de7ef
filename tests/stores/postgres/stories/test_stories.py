"""Every story of the engine, told once more on PostgreSQL.

The stories are those of `tests/engine`, with all their fixtures, but for the few that look into the
ledger in memory.
"""

import importlib
from pathlib import Path
from types import FunctionType, ModuleType

from tests import engine

_OF_MEMORY_ONLY = {"MemoryLedger", "MemoryBooks", "Story"}


def _stories() -> dict[str, object]:
    told: dict[str, object] = {}
    for path in sorted(Path(engine.__path__[0]).glob("test_*.py")):
        module = importlib.import_module(f"tests.engine.{path.stem}")
        found = _of(module)
        assert not found.keys() & told.keys(), "two stories, or two fixtures, have one name"
        told.update(found)
    return told


def _of(module: ModuleType) -> dict[str, object]:
    subject = module.__name__.rpartition("test_")[2]
    found: dict[str, object] = {}
    for name, value in vars(module).items():
        if type(value).__name__ == "FixtureFunctionDefinition":
            found[name] = value
        elif isinstance(value, FunctionType) and name.startswith("test_") and not _looks_inside(value):
            found[f"test_{subject}_{name.removeprefix('test_')}"] = value
    return found


def _looks_inside(story: FunctionType) -> bool:
    """Tell whether a story, or a helper that it calls, names the ledger in memory."""
    names = set(story.__code__.co_names)
    helpers = (
        story.__globals__[each] for each in names if each.startswith("_") and each in story.__globals__
    )
    called = (each for each in helpers if isinstance(each, FunctionType) and each is not story)
    return bool(_OF_MEMORY_ONLY & names) or any(_looks_inside(each) for each in called)


globals().update(_stories())
