"""Which files a catalogue has."""

import os

import pytest

from tests.stores.catalogue.shop import Shop
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
from trafftpkg.stores.catalogue.source import YamlCatalogue

FOUR = ["business.yaml", "services.yaml", "locations.yaml", "employees.yaml"]


@pytest.mark.parametrize("file", FOUR)
def test_each_of_the_four_files_is_needed_and_nothing_else_is_blamed(shop: Shop, file: str) -> None:
    (shop.folder / file).unlink()

    assert shop.found() == [f"{file}:1:1  file_missing"]


def test_a_catalogue_without_packages_is_good(shop: Shop) -> None:
    (shop.folder / "packages/glow.yaml").unlink()
    (shop.folder / "packages").rmdir()

    assert shop.found() == []
    assert len(shop.catalogue().packages) == 0
    assert shop.found(strict=True) == ["packages:1:1  no_packages"]


@pytest.mark.parametrize("file", ["services.yaml", "business.yaml", "packages/glow.yaml"])
def test_a_file_that_says_nothing_is_a_finding(shop: Shop, file: str) -> None:
    shop.write(file, "# later\n")

    (finding,) = shop.findings()

    assert (finding.file, finding.line, finding.column) == (file, 1, 1)


def test_a_yml_file_is_told_to_be_renamed(shop: Shop) -> None:
    (shop.folder / "packages/glow.yaml").rename(shop.folder / "packages/glow.yml")
    (shop.folder / "services.yaml").rename(shop.folder / "services.YAML")

    assert [(each.file, each.code, each.problem) for each in shop.findings()] == [
        ("packages/glow.yml", "wrong_ending", "the file is not read. Rename it to packages/glow.yaml"),
        ("services.YAML", "wrong_ending", "the file is not read. Rename it to services.yaml"),
    ]


def test_a_yaml_file_that_is_none_of_the_catalogues_is_a_finding(shop: Shop) -> None:
    shop.write("service.yaml", "[]\n")

    assert shop.found() == ["service.yaml:1:1  unknown_file"]
    assert "Did you mean 'services.yaml'?" in shop.problem()


def test_a_package_is_named_by_its_file_and_must_have_a_good_name(shop: Shop) -> None:
    shop.write("packages/Big One.yaml", (shop.folder / "packages/glow.yaml").read_text())

    assert shop.found() == ["packages/Big One.yaml:1:1  malformed_id"]


def test_hidden_files_sub_folders_and_other_files_are_not_read(shop: Shop) -> None:
    for file in ("packages/.#glow.yaml", ".schema/x.yaml", "packages/old/x.yaml", "README.md", "more/x.yaml"):
        shop.write(file, "[")

    assert shop.found() == []


def test_a_file_that_cannot_be_read_is_a_finding(shop: Shop) -> None:
    (shop.folder / "packages/lost.yaml").symlink_to("nowhere")
    (shop.folder / "packages/folder.yaml").mkdir()

    assert shop.found() == [
        "packages/folder.yaml:1:1  unreadable",
        "packages/lost.yaml:1:1  unreadable",
    ]


def test_a_folder_that_is_not_there_is_a_finding(shop: Shop) -> None:
    nowhere = YamlCatalogue(shop.folder / "nowhere", shop.cache)

    (finding,) = nowhere.findings()
    with pytest.raises(CatalogueInvalidError) as refused:
        nowhere.catalogue()

    assert (finding.file, finding.code) == (".", "folder_missing")
    assert str(shop.folder / "nowhere") in finding.problem
    assert refused.value.findings == (finding,)


def test_a_broken_catalogue_is_refused_with_every_finding(shop: Shop) -> None:
    shop.write("services.yaml", "[")
    shop.write("locations.yaml", "[")

    with pytest.raises(CatalogueInvalidError) as refused:
        shop.catalogue()

    assert list(refused.value.findings) == shop.findings()
    assert len(refused.value.findings) == 2


def test_a_name_that_is_no_text_is_a_finding(shop: Shop) -> None:
    shop.write("packages/caf\udce9.yaml", "name: Glow\n")

    assert shop.codes()[0] == "malformed_id"


def test_what_has_no_end_or_does_not_answer_is_a_finding_and_not_read(shop: Shop) -> None:
    os.mkfifo(shop.folder / "packages/pipe.yaml")
    (shop.folder / "packages/null.yaml").symlink_to("/dev/null")
    with (shop.folder / "packages/long.yaml").open("wb") as long:
        long.truncate(1_000_001)
    said = [
        ("packages/long.yaml", "cannot be read: it is larger than 1 MB"),
        ("packages/null.yaml", "cannot be read: it is not a file"),
        ("packages/pipe.yaml", "cannot be read: it is not a file"),
    ]

    assert [(each.file, each.problem) for each in shop.findings()] == said
    assert [(each.file, each.problem) for each in shop.findings(strict=True)] == said


def test_a_picture_that_is_a_pipe_or_a_device_is_not_opened(shop: Shop) -> None:
    shop.add_to("packages/glow.yaml", "image: pipe.png\ngallery: [null.png]\n")
    os.mkfifo(shop.folder / "pipe.png")
    (shop.folder / "null.png").symlink_to("/dev/null")

    assert sorted(each.problem for each in shop.findings(strict=True)) == [
        "null.png is not a file",
        "pipe.png is not a file",
    ]
