"""The demo is the real program at work."""

from tests.cli.conftest import Typed


def test_the_demo_plays_to_the_end_and_only_the_late_booking_is_refused(typed: Typed) -> None:
    printed = typed("demo")

    assert printed.code == 0
    assert printed.err == ""
    assert "Traceback" not in printed.out
    assert printed.out.count("error: ") == 1
    assert "error: ana has no package that can pay for 'facial'" in printed.out
