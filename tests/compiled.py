"""The compiled copy of the example's catalogue, as every call but the first one finds it.

Tests of other things need not read and check all of its files each.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.source_code import ROOT
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.stores.catalogue.checking import check
from trafftpkg.stores.catalogue.compiled import compile_catalogue
from trafftpkg.stores.catalogue.compiled_file import CompiledFile, default_cache, stamps_in, trusted
from trafftpkg.stores.catalogue.values import catalogue_of

EXAMPLE = ROOT / "catalog"


def keep_compiled(folder: Path, cache: Path | None = None) -> None:
    """Keep a compiled copy of the example, or of a folder with the same files.

    Args:
        cache: What XDG_CACHE_HOME is to say. None: what it says.
    """
    with CompiledFile(cache / "trafftpkg" if cache else default_cache(), str(folder)).new() as new:
        assert new is not None
        stamps = trusted(stamps_in(str(folder)), new.opened_at)
        catalogue, trees = _example()
        new.fill(compile_catalogue(catalogue, str(folder), stamps, trees))


@cache
def _example() -> tuple[Catalogue, Mapping[str, Any]]:
    checked = check(EXAMPLE, stamps_in(str(EXAMPLE)), {})
    assert checked.findings == []
    return catalogue_of(checked.declarations), checked.trees
