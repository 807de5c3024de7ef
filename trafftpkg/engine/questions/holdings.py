"""What clients hold, whatever the catalogue says now: it must not vanish from the catalogue unnoticed."""

from collections.abc import Mapping

from trafftpkg.domain.balance import Holding
from trafftpkg.domain.filters import AppointmentFilter
from trafftpkg.domain.ids import EmployeeId
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading


@value
class Holdings(Value):
    """Live purchases, counted.

    Args:
        recorded: Whether there is a ledger at all; if not, nothing is held.
        packages: By the id of the package, as sold.
        services: By the id of each service that they include.
        ahead: How many visits each employee who was asked for still has to come.
    """

    recorded: bool
    packages: Mapping[str, Holding]
    services: Mapping[str, Holding]
    ahead: Mapping[EmployeeId, int]


NOTHING_HELD = Holdings(recorded=False, packages={}, services={}, ahead={})
"""What clients hold when nothing is recorded."""


@value
class CountHoldings(Question[Holdings]):
    """Count what is held now, and the visits still to come of some employees."""

    employees: tuple[EmployeeId, ...] = ()

    def answer(self, reading: Reading) -> Holdings:
        if reading.is_empty:
            return NOTHING_HELD
        return Holdings(
            recorded=True,
            packages={each.key: each for each in reading.books.holdings("package", reading.now)},
            services={each.key: each for each in reading.books.holdings("service", reading.now)},
            ahead={each: _visits_ahead(each, reading) for each in self.employees},
        )


def _visits_ahead(employee: EmployeeId, reading: Reading) -> int:
    wanted = AppointmentFilter(employee=employee, statuses=("booked",), starting_from=reading.now)
    return sum(1 for _ in reading.books.appointments(wanted, reading.now))
