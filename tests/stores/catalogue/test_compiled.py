"""The compiled copy: quick, derived, and never in the way of what the files say."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from zlib import crc32

import pytest

from tests.stores.catalogue.shop import Shop
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
from trafftpkg.domain.ids import PackageId
from trafftpkg.stores.catalogue import checking
from trafftpkg.stores.catalogue.compiled_file import default_cache
from trafftpkg.stores.catalogue.sources import Source, read_source

GLOW = "packages/glow.yaml"
LOAD = """
import sys
from pathlib import Path
from trafftpkg.stores.catalogue.source import YamlCatalogue

catalogue = YamlCatalogue(Path(sys.argv[1]), Path(sys.argv[2])).catalogue()
assert [each.name for each in catalogue.packages.values()] == ["Glow"]
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"pydantic", "yaml", "asyncio", "tempfile"}))
"""


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that is read as YAML, in order."""
    files: list[str] = []

    def noted(folder: Path, file: str, proposed: bytes | None = None) -> Source:
        files.append(file)
        return read_source(folder, file, proposed)

    monkeypatch.setattr(checking, "read_source", noted)
    return files


def loaded_modules(shop: Shop) -> list[str]:
    command = [sys.executable, "-c", LOAD, str(shop.folder), str(shop.cache)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def whole(catalogue: Catalogue) -> tuple[object, ...]:
    return (
        catalogue.business,
        catalogue.services,
        catalogue.locations,
        catalogue.employees,
        dict(catalogue.packages),
    )


def test_an_unchanged_catalogue_is_found_without_pydantic_or_yaml(shop: Shop) -> None:
    shop.age()

    first, second = loaded_modules(shop), loaded_modules(shop)

    assert {"pydantic", "yaml"} <= set(first)
    assert second == []


def test_the_copy_says_what_the_files_say(shop: Shop) -> None:
    shop.add_to("employees.yaml", "  days_off: [2026-05-01]\n")
    shop.swap(GLOW, "480.00", "480.00, deposit: {percent: 30}")
    shop.age()

    declared, found = shop.catalogue(), shop.catalogue()

    assert whole(found) == whole(declared)
    assert list(found.packages) == list(declared.packages)


def test_the_example_is_the_same_from_its_copy(tmp_path: Path) -> None:
    from trafftpkg.stores.catalogue.source import YamlCatalogue

    example = YamlCatalogue(Path(__file__).parents[3] / "catalog", tmp_path)

    assert whole(example.catalogue()) == whole(example.catalogue())


def test_only_the_file_that_changed_is_read_again(shop: Shop, reads: list[str]) -> None:
    shop.age()
    shop.catalogue()
    reads.clear()
    shop.swap(GLOW, "Glow", "Glow more")

    package = shop.package()

    assert package.name == "Glow more"
    assert reads == [GLOW]


def test_a_change_in_one_file_is_checked_against_the_others(shop: Shop) -> None:
    shop.age()
    shop.catalogue()
    shop.swap("services.yaml", "id: facial", "id: facials")

    assert shop.found() == [
        "employees.yaml:3:14 [mira].services[0] unknown_service",
        "packages/glow.yaml:3:15 services[facial].service unknown_service",
    ]


def test_a_file_that_came_or_went_is_noticed(shop: Shop) -> None:
    shop.age()
    shop.catalogue()
    (shop.folder / GLOW).rename(shop.folder / "packages/glow-2.yaml")

    assert list(shop.catalogue().packages) == ["glow-2"]


def test_a_change_within_the_same_moment_and_size_is_noticed(shop: Shop) -> None:
    path = shop.folder / GLOW
    shop.catalogue()
    before = path.stat()

    path.write_text(path.read_text().replace("Glow", "Blow"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert path.stat().st_size == before.st_size
    assert shop.package().name == "Blow"


def test_a_broken_catalogue_leaves_no_copy_and_no_half_file(shop: Shop) -> None:
    shop.swap(GLOW, "facial", "facail")

    with pytest.raises(CatalogueInvalidError):
        shop.catalogue()

    assert list(shop.cache.iterdir()) == []


def test_a_catalogue_that_broke_is_not_found_good_by_its_old_copy(shop: Shop) -> None:
    shop.age()
    shop.catalogue()
    shop.swap(GLOW, "facial", "facail")

    assert shop.codes() == ["unknown_service"]


@pytest.mark.parametrize("part", [0, 100, -200])
def test_a_damaged_copy_is_not_believed(shop: Shop, part: int) -> None:
    shop.age()
    shop.catalogue()
    (copy,) = shop.cache.iterdir()
    data = bytearray(copy.read_bytes())
    data[part] ^= 1
    copy.write_bytes(data)

    assert shop.package().name == "Glow"
    assert json.loads(copy.read_bytes())["packages"]["glow"]["name"] == "Glow"


def test_an_empty_or_cut_copy_is_not_believed(shop: Shop) -> None:
    shop.age()
    shop.catalogue()
    (copy,) = shop.cache.iterdir()

    for data in (b"", copy.read_bytes()[:-30]):
        copy.write_bytes(data)

        assert shop.package().name == "Glow"


def test_a_copy_of_our_own_is_believed(shop: Shop) -> None:
    _forged(shop)

    assert shop.package().name == "Gift"


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_copy_that_others_can_write_to_is_not_believed(shop: Shop, mode: int) -> None:
    _forged(shop).chmod(mode)

    assert shop.package().name == "Glow"


@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_a_copy_in_a_folder_that_others_can_write_to_is_not_believed_and_none_is_put_there(
    shop: Shop, mode: int
) -> None:
    copy = _forged(shop)
    shop.cache.chmod(mode)

    assert shop.package().name == "Glow"
    copy.unlink()
    assert shop.package().name == "Glow"
    assert list(shop.cache.iterdir()) == []


def test_a_copy_of_somebody_else_is_not_believed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    _forged(shop)

    monkeypatch.setattr(os, "geteuid", lambda: 4711)

    assert shop.package().name == "Glow"


def test_a_copy_is_not_read_through_a_link_nor_waited_for(shop: Shop) -> None:
    copy = _forged(shop)
    copy.symlink_to(copy.rename(shop.cache.parent / "elsewhere"))
    assert shop.package().name == "Glow"

    copy.unlink()
    os.mkfifo(copy, 0o600)
    assert shop.package().name == "Glow"


def test_a_cache_that_cannot_be_written_only_costs_time(shop: Shop) -> None:
    shop.cache.write_text("not a folder")

    assert shop.package().name == "Glow"
    assert shop.package().name == "Glow"


def test_two_folders_keep_two_copies(shop: Shop, tmp_path: Path) -> None:
    other = Shop(tmp_path / "other")
    other.cache = shop.cache
    other.swap(GLOW, "Glow", "Other")
    for each in (shop, other):
        each.age()
        each.catalogue()

    assert (shop.package().name, other.package().name) == ("Glow", "Other")
    assert len(list(shop.cache.iterdir())) == 2


def test_the_copy_is_json(shop: Shop) -> None:
    shop.catalogue()
    (copy,) = shop.cache.iterdir()

    content = json.loads(copy.read_bytes())

    assert list(content) == ["form", "folder", "crc32", "stamps", "head", "packages", "trees"]
    assert sorted(content["trees"]) == sorted(content["stamps"])


def test_a_package_that_is_not_there_is_a_key_error(shop: Shop) -> None:
    shop.age()
    shop.catalogue()
    packages = shop.catalogue().packages

    assert PackageId("glow") in packages
    assert PackageId("blow") not in packages
    assert len(packages) == 1
    with pytest.raises(KeyError):
        packages[PackageId("blow")]


def test_warnings_are_found_in_an_unchanged_catalogue_too(shop: Shop) -> None:
    shop.add_to(GLOW, "validity: {days: 3}\n")
    shop.age()
    shop.catalogue()

    assert shop.codes(strict=True) == ["short_validity"]
    assert shop.codes() == []


def test_copies_lie_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/ana")
    given = default_cache()
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setenv("HOME", "/home/ana")

    assert given == Path("/var/cache/ana/trafftpkg")
    assert default_cache() == Path("/home/ana/.cache/trafftpkg")


def _forged(shop: Shop) -> Path:
    """Return a compiled copy that says another name, and of which everything else fits."""
    shop.age()
    shop.catalogue()
    (copy,) = shop.cache.iterdir()
    first, _, rest = copy.read_bytes().partition(b"\n")
    rest = rest.replace(b'"Glow"', b'"Gift"')
    copy.write_bytes(re.sub(rb'"crc32":\d+', b'"crc32":%d' % crc32(rest), first) + b"\n" + rest)
    return copy
