"""The handle that the page makes of a newcomer's name, by which the desk calls them."""

from hypothesis import example, given
from hypothesis import strategies as st

from tests.rules import rule
from trafftpkg.engine.clients import new_client
from trafftpkg.web.clients import handle_made


@rule("R-1.21")
@example("7", "key 101")
@example("apt", "key 120")
@given(st.text(), st.text())
def test_every_name_makes_a_handle_that_nothing_else_is_taken_for(name: str, key: str) -> None:
    made = handle_made(name, key)

    assert new_client(made).handle == made
