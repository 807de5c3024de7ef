"""The handle that the page makes of a newcomer's name, by which the desk calls them."""

from hypothesis import example, given
from hypothesis import strategies as st

from tests.rules import rule
from tests.web.story import Story
from trafftpkg.engine.clients import new_client
from trafftpkg.web.clients import handle_made


@rule("R-1.21")
@example("7", "key 101")
@example("apt", "key 120")
@given(st.text(), st.text())
def test_every_name_makes_a_handle_that_nothing_else_is_taken_for(name: str, key: str) -> None:
    made = handle_made(name, key)

    assert new_client(made).handle == made


@rule("R-1.21")
def test_a_newcomer_whose_handle_is_anothers_already_becomes_a_client_of_their_own(page: Story) -> None:
    bruno = page.somebody().opens("Choose Glow 10").pays("on-site").reviews_well()
    name, _, _ = bruno.form.fields()["request"].partition(".")
    page.adds(handle_made("Bruno Sá", f"web/{name}"))

    bruno.confirms()
    bruno.confirms()

    (purchase,) = page.purchases()
    known = page.desk().clients.find("bruno@example.com")
    assert bruno.status == 303
    assert known is not None
    assert known.key == purchase.client
