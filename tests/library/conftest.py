"""The desk of the command line's tests, to compare with: the same business, ledger and moment."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import trafftpkg
from tests.cli.conftest import NOW, after, folder, played, sold, typed
from tests.source_code import ROOT

__all__ = ["after", "folder", "played", "sold", "typed"]


@pytest.fixture
def desk(folder: Path) -> Iterator[trafftpkg.FrontDesk]:
    """Open a desk where `typed` types."""
    now = datetime.fromisoformat(NOW)
    with trafftpkg.open(
        catalog=ROOT / "catalog", ledger="ledger.jsonl", actor="desk", now=now, begin=True
    ) as opened:
        yield opened
