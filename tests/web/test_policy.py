"""Who buys or books is told first what cancelling late and not coming cost."""

import pytest

from tests.web.story import Story
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import CancellationPolicy, LatePolicy
from trafftpkg.languages.policy import package_policy, visit_policy

USED = "it counts as used."
FIRST, TWO = "The first time is forgiven.", "The first 2 times are forgiven."
DAY, NOW, TWO_HOURS = Length(count=1, unit="d"), Length(count=0, unit="m"), Length(count=2, unit="h")


@pytest.mark.parametrize(
    ("free_until", "late", "no_show", "forgiven", "words"),
    [
        (DAY, "keep", "keep", 0, f"until 1 day before it begins. If you cancel later or do not come, {USED}"),
        (DAY, "keep", "release", 0, f"until 1 day before it begins. If you cancel later, {USED}"),
        (NOW, "keep", "keep", 1, f"until it begins. If you do not come, {USED} {FIRST}"),
        (
            NOW,
            "keep",
            "keep",
            2,
            f"until it begins. If you do not come, {USED} {TWO}",
        ),
        (TWO_HOURS, "release", "keep", 0, f"until 2 hours before it begins. If you do not come, {USED}"),
        (TWO_HOURS, "release", "release", 2, "until 2 hours before it begins."),
    ],
)
def test_every_policy_reads_as_sentences(
    page: Story, free_until: Length, late: LatePolicy, no_show: LatePolicy, forgiven: int, words: str
) -> None:
    policy = CancellationPolicy(
        free_until=free_until,
        late=late,
        no_show=no_show,
        forgiven=forgiven,
        make_good=Length(count=30, unit="d"),
    )

    english = page.english()
    assert package_policy(english, policy) == f"You can cancel or move a visit for free {words}"


def test_it_is_said_on_the_form_and_the_summary_of_a_package(page: Story) -> None:
    bruno = page.somebody().opens("Choose First tide").at("12:00").pays("on-site")
    told = "for free until 24 hours before it begins. If you cancel later or do not come, it counts as used."
    assert bruno.sees(told)
    assert bruno.reviews_well().sees(told)


def test_a_visit_is_told_by_who_pays_it(page: Story) -> None:
    bruno = page.somebody().opens("Book Atlantic facial").at("12:00").reviews_well()
    bruno.is_told("If you cancel later or do not come, you still pay for it.")

    page.has("ana", "glow-10")
    ana = page.client("ana").opens("Book Atlantic facial").at("12:00").reviews_well()
    ana.is_told("it counts as used.")
    english = page.english()
    assert ana.sees(visit_policy(english, english.catalogue.business.cancellation))
