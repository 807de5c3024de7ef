"""Why this purchase pays, and the others do not."""

from dataclasses import dataclass

from trafftpkg.domain.appointment import Allocation
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading
from trafftpkg.engine.requests.placing import Wanted, visit_wanted
from trafftpkg.engine.requests.redeeming import choice_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Who would pay, and every purchase of the client with its reason, in the order bought."""

    view: View
    payer: PurchaseId | None
    allocation: tuple[Allocation, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainPayer(Question[Explanation]):
    """Ask who would pay for a visit, whether or not anybody is free to give it."""

    client: str
    wanted: Wanted

    def answer(self, reading: Reading) -> Explanation:
        client = reading.client(self.client)
        sheet = reading.worksheet({self.client: client})
        choice = choice_for(sheet, client, visit_wanted(sheet, self.wanted))
        return Explanation(
            view=reading.view([client.key]),
            payer=choice.allocation[0].purchase if choice.allocation else None,
            allocation=choice.allocation,
            candidates=choice.candidates,
        )
