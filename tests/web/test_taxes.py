"""The page names each tax with its rate and amount before a client buys, and afterwards."""

from tests.rules import rule
from tests.web.story import Story

BOTH = "including IVA 23 %: €39.27, Spa levy 2 %: €3.41"


@rule("R-7.12")
def test_a_package_names_its_taxes_before_it_is_bought_and_afterwards(page: Story) -> None:
    ana = page.client("ana").opens("Choose Winter float")
    assert ana.sees(f"€213.41 {BOTH}")

    ana.pays("on-site").reviews_well()
    assert ana.sees(f"Price €213.41 {BOTH}")

    ana.confirms()
    assert f"€213.41 {BOTH}, €213.41 to pay" in ana.browser.get("/account/packages").words


@rule("R-7.12")
def test_a_visit_without_a_package_names_its_taxes(page: Story) -> None:
    page.edits("services.yaml", "taxes: [iva]", "taxes: [iva, spa-levy]")

    bruno = page.somebody().opens("Book Atlantic facial").at("12:00").reviews_well()

    bruno.is_told("You, on site: €63.01 including IVA 23 %: €11.59, Spa levy 2 %: €1.01")
