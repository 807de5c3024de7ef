"""Whether all of a package are sold."""

from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.value import value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading


@value
class IsSoldOut(Question[bool]):
    """Ask whether as many of a package are sold as may be (R-9.10)."""

    package: PackageId

    def answer(self, reading: Reading) -> bool:
        season = reading.catalogue.packages[self.package].on_sale
        if season is None or season.sales is None or reading.is_empty:
            return False
        return reading.worksheet({}).sold(self.package, season.first) >= season.sales
