"""The business card: at the end of every page, and the way there where something was booked."""

import pytest

from tests.web.shop import Shop
from tests.web.visitor import newcomer

CONTACT = "contact: {address: [Main Street 1, 1000 Town], phone: 21 555 01 00, email: a@b.example}"


def end_of(shop: Shop, path: str = "/") -> str:
    text = shop.browser().get(path).text
    return text[text.index("<footer") :]


@pytest.mark.parametrize("path", ["/", "/services/facial", "/sign-in", "/no-such-page"])
def test_every_page_ends_with_the_card(shop: Shop, path: str) -> None:
    end = end_of(shop, path)

    assert '<a href="tel:+351-21-555-0100"><bdi>+351 21 555 01 00</bdi></a>' in end
    assert '<a href="mailto:ola@marealta.example">' in end
    assert "<dt>Mon–Fri</dt><dd>09:00–20:00</dd>" in end
    assert "<dt>Sun</dt><dd>00:00–01:00, 10:00–24:00</dd>" in end
    for each in ("aviso-legal", "privacidade", "termos"):
        assert f'<a href="https://marealta.example/{each}" rel="noreferrer">' in end


def test_a_map_is_a_link_and_nothing_is_loaded_from_there(shop: Shop) -> None:
    page = shop.browser().get("/")

    link = "https://www.openstreetmap.org/search?query=Avenida+Bras%C3%ADlia+140%2C+1400-038+Lisboa"
    assert f'href="{link}" rel="noreferrer" target="_blank"' in page.text
    assert "openstreetmap" not in page.headers["content-security-policy"]


def test_the_card_speaks_the_language_of_the_page(shop: Shop) -> None:
    end = shop.browser().get("/", accept_language="pt").text

    assert "Ver no mapa" in end
    assert "<dt>seg.–sex.</dt>" in end


def test_a_number_without_its_code_is_one_of_the_businesss_region(shop: Shop) -> None:
    declares_contact(shop, CONTACT)
    assert 'href="tel:+351-21-555-0100"' in end_of(shop)

    shop.edits("business.yaml", "region: PT", "region: null")
    assert "21 555 01 00" in end_of(shop)
    assert "tel:" not in end_of(shop)


def test_what_is_not_declared_is_not_on_the_card(shop: Shop) -> None:
    declares_contact(shop, "contact: {phone: 'ask <us>'}\nlegal: {}")
    shop.declares("locations.yaml", "- {id: chiado, name: Chiado}\n- {id: belem, name: Belém}\n")

    end = end_of(shop)

    assert "<bdi>ask &lt;us&gt;</bdi>" in end
    assert not any(each in end for each in ("tel:", "mailto:", "openstreetmap", "<dl", "Imprint"))
    assert (
        not newcomer(shop)
        .opens("Book Atlantic facial")
        .at("12:00")
        .reviews_well()
        .confirms_and_goes_on()
        .sees("The way there")
    )


def test_whoever_booked_is_told_the_way_there(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Book Atlantic facial").at("12:00").reviews_well().confirms_and_goes_on()
    assert bruno.sees("The way there Chiado Rua Garrett 24 1200-204 Lisboa Show on a map")
    assert bruno.sees("If you cannot find us, please call +351 21 555 01 00 .")

    eva = newcomer(shop).says(name="Eva", email="eva@example.com").opens("Choose First tide").at("15:00")
    assert (
        eva.pays("on-site").reviews_well().confirms_and_goes_on().sees("The way there Chiado Rua Garrett 24")
    )


def test_the_only_location_is_at_the_businesss_address(shop: Shop) -> None:
    shop.declares("locations.yaml", "- {id: chiado, name: Chiado}\n")
    shop.declares(
        "employees.yaml",
        "- {id: ines, name: I, services: [facial], locations: [chiado], hours: {mon-fri: ['09:00-18:00']}}\n",
    )

    bruno = newcomer(shop).opens("Book Atlantic facial").at("12:00").reviews_well().confirms_and_goes_on()

    assert bruno.sees("The way there Chiado Rua Garrett 24 1200-204 Lisboa")


def declares_contact(shop: Shop, text: str) -> None:
    path = shop.folder / "catalog" / "business.yaml"
    declared = path.read_text()
    before, after = declared[: declared.index("contact:")], declared[declared.index("bank:") :]
    path.write_text(f"{before}{text}\n{after}")
