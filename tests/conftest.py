"""Settings that hold for every test."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run, so that a failure is the change's and not the dice's.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=60,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# Other examples on every run: HYPOTHESIS_PROFILE=dev pytest …
settings.register_profile("dev", deadline=None, max_examples=300, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a place for caches, where the program finds the example's catalogue as it left it."""
    from tests.compiled import EXAMPLE, keep_compiled  # what reads a catalogue takes long to load

    folder = tmp_path_factory.mktemp("cache")
    keep_compiled(EXAMPLE, folder)
    return folder
