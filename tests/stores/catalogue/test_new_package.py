"""A new package's file: whole, good in every business, and never over another."""

import os
from pathlib import Path

import pytest

from tests.stores.catalogue.shop import Shop
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.stores.catalogue.beginning import begun
from trafftpkg.stores.catalogue.compiled_file import stamps_in
from trafftpkg.stores.catalogue.schema import Package, Price
from trafftpkg.stores.catalogue.source import YamlCatalogue


def catalogue_of(shop: Shop) -> YamlCatalogue:
    """Return the shop's catalogue."""
    return YamlCatalogue(shop.folder, shop.cache)


@pytest.mark.parametrize(
    ("currency", "price", "amount"),
    [
        ("EUR", "60.00", "300.00"),
        ("JPY", "6000", "30000"),
        ("BHD", "6.000", "30.000"),
        ("EUR", "0.00", "0.00"),
    ],
)
def test_the_price_is_that_of_the_visits_in_the_currencys_digits(
    shop: Shop, currency: str, price: str, amount: str
) -> None:
    for file in ("services.yaml", "packages/glow.yaml"):
        text = (shop.folder / file).read_text()
        for old in ("60.00", "80.00", "480.00"):
            text = text.replace(f" {old}}}", f" {price}}}")
        shop.write(file, text)
    shop.swap("business.yaml", "EUR", currency)

    catalogue_of(shop).begin("package", "new")

    assert catalogue_of(shop).findings(strict=True) == []
    assert str(catalogue_of(shop).catalogue().packages["new"].price) == amount  # type: ignore[index]


def test_a_business_without_taxes_can_begin_a_package(shop: Shop) -> None:
    text = (shop.folder / "business.yaml").read_text()
    shop.write(
        "business.yaml",
        "".join(
            line
            for line in text.splitlines(True)
            if "tax" not in line and "VAT" not in line and "Levy" not in line
        ),
    )

    catalogue_of(shop).begin("package", "new")

    assert catalogue_of(shop).findings(strict=True) == []


def test_every_key_of_a_package_is_shown(shop: Shop) -> None:
    catalogue_of(shop).begin("package", "new")

    text = (shop.folder / "packages/new.yaml").read_text()
    assert [key for key in Package.model_fields if f"\n{key}: " not in text.replace("\n# ", "\n")] == [
        "services",
        "price",
    ]
    assert [key for key in Price.model_fields if f"\n  {key}: " not in text.replace("\n  # ", "\n  ")] == []


def test_the_first_package_makes_its_folder(shop: Shop) -> None:
    (shop.folder / "packages" / "glow.yaml").unlink()
    (shop.folder / "packages").rmdir()

    catalogue_of(shop).begin("package", "new")

    assert (shop.folder / "packages" / "new.yaml").is_file()


def test_without_a_service_there_is_nothing_to_cover(shop: Shop) -> None:
    (shop.folder / "packages" / "glow.yaml").unlink()
    shop.write("services.yaml", "[]\n")
    shop.write("employees.yaml", "[]\n")

    with pytest.raises(BadArgumentError, match="no_service"):
        catalogue_of(shop).begin("package", "new")


def test_a_file_that_came_in_between_is_left_as_it_is(shop: Shop, tmp_path: Path) -> None:
    catalogue = catalogue_of(shop).catalogue()
    taken = shop.folder / "packages" / "new.yaml"
    taken.symlink_to(tmp_path / "nowhere")  # a name that is taken, though nothing can be seen there

    with pytest.raises(BadArgumentError):
        begun(shop.folder, stamps_in(str(shop.folder)), catalogue, ("package", "new"), dry_run=False)

    assert taken.is_symlink()
    assert sorted(each.name for each in taken.parent.iterdir()) == ["glow.yaml", "new.yaml"]


def test_it_can_be_read_by_whom_new_files_can_be_read(shop: Shop) -> None:
    before = os.umask(0o022)
    try:
        catalogue_of(shop).begin("package", "new")
    finally:
        os.umask(before)

    assert (shop.folder / "packages" / "new.yaml").stat().st_mode & 0o777 == 0o644


def test_a_folder_that_is_a_file_is_told(shop: Shop) -> None:
    catalogue = catalogue_of(shop).catalogue()
    (shop.folder / "packages" / "glow.yaml").unlink()
    (shop.folder / "packages").rmdir()
    shop.write("packages", "")

    with pytest.raises(StoreUnavailableError):
        begun(shop.folder, stamps_in(str(shop.folder)), catalogue, ("package", "new"), dry_run=False)
