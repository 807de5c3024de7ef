"""R-6: who pays for an appointment, and why the others do not."""

from dataclasses import replace
from datetime import date

from tests.lumen import PACKAGES, inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import Validity

FACIAL_3 = next(each for each in PACKAGES if each.id == "facial-3")


@rule("R-6.2")
def test_the_package_that_expires_soonest_pays_first(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", on="2026-01-05")
    trial = business.sells("staff-only", to="ana", on="2026-01-06")

    payers = [business.books("facial", for_="ana", at=day) for day in ("2026-01-10T10:00", "2026-01-11T10:00")]

    assert payers == [trial, glow]
