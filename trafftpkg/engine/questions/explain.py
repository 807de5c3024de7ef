"""Why this purchase pays, and the others do not."""

from collections.abc import Iterable

from trafftpkg.domain.appointment import Allocation, Visit
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.choosing import Choice
from trafftpkg.domain.diary import visit_of
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.moments import moment_typed
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading, View
from trafftpkg.engine.requests.base import service_named
from trafftpkg.engine.requests.placing import ANY, Place, VisitWanted, place_for
from trafftpkg.engine.requests.redeeming import choice_for, ways_for


@value
class Explanation(Value):
    """Who would pay, and every purchase of the client with its reason, in the order bought.

    Args:
        view: Its `payers` are the purchases in `ways`.
        ways: All that could be chosen, each with what completes it. The first is `allocation` (R-6.10).
    """

    view: View
    payer: PurchaseId | None
    allocation: tuple[Allocation, ...]
    candidates: tuple[Candidate, ...]
    ways: tuple[tuple[Allocation, ...], ...] = ()


@value
class ExplainPayer(Question[Explanation]):
    """Ask who would pay for a visit, whether or not anybody is free to give it.

    Args:
        party: How many people would come.
    """

    client: str
    wanted: VisitWanted
    party: int = 1

    def answer(self, reading: Reading) -> Explanation:
        client = reading.client(self.client)
        sheet = reading.worksheet({self.client: client})
        visits = _visits(reading.catalogue, self.wanted, self.party)
        visit, choice = _best((each, choice_for(sheet, client.key, each)) for each in visits)
        ways = ways_for(sheet, client.key, visit)
        view = reading.view({client.key, *(each.shared_by or client.key for each in choice.candidates)})
        payers = {part.purchase: sheet.purchase(part.purchase) for way in ways for part in way}
        return Explanation(
            view=replace(view, payers=payers),
            payer=choice.allocation[0].purchase if choice.allocation else None,
            allocation=choice.allocation,
            candidates=choice.candidates,
            ways=ways,
        )


def _best(choices: Iterable[tuple[Visit, Choice]]) -> tuple[Visit, Choice]:
    """Return the first by which a package pays, or else the first of all.

    Where, and with whom, matters only to packages that pay for some visits only.
    """
    found: tuple[Visit, Choice] | None = None
    for visit, choice in choices:
        depends = any(each.fate.code in ("other_location", "other_employee") for each in choice.candidates)
        if choice.allocation or not depends:
            return visit, choice
        found = found or (visit, choice)
    assert found is not None
    return found


def _visits(catalogue: Catalogue, wanted: VisitWanted, party: int) -> list[Visit]:
    """Return the visit as far as paying goes, with each who could give it: where, if the time is clear."""
    places = _possible(catalogue, wanted)
    zones = {place.location.time_zone for place in places}
    clear = len(zones) == 1 or (zones and wanted.at.tzinfo is not None)
    places = places if clear else [place_for(catalogue, wanted)]
    starts_at = moment_typed(wanted.at, places[0].location.time_zone)
    return [visit_of(each.service, each.employee, each.location, starts_at, party) for each in places]


def _possible(catalogue: Catalogue, wanted: VisitWanted) -> list[Place]:
    service = service_named(catalogue, wanted.service)
    return [
        Place(service=service, employee=employee, location=catalogue.locations[where])
        for employee in catalogue.employees.values()
        if service.id in employee.services and wanted.employee in (None, ANY, employee.id)
        for where in employee.locations
        if wanted.location in (None, ANY, where)
    ]
