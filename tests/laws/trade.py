"""Random trade, played and shrunk by Hypothesis, in one of three currencies."""

from random import Random

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.laws.laws import Laws
from tests.laws.trading import MOVES
from tests.laws.village import VILLAGES
from trafftpkg.engine.requests.base import Request

picks = st.randoms(use_true_random=False)
moves = st.sampled_from([name for name, times in MOVES.items() for _ in range(times)])


class Trade(Laws, RuleBasedStateMachine):
    """Trade on a ledger that a subclass opens, judged after every step."""

    @initialize(currency=st.sampled_from(sorted(VILLAGES)), pick=picks)
    def opening(self, currency: str, pick: Random) -> None:
        self.begin(VILLAGES[currency], pick)

    @rule(move=moves, pick=picks)
    def goes_on(self, move: str, pick: Random) -> None:
        getattr(self, move)(pick)

    @invariant()
    def all_laws_hold(self) -> None:
        self.check()

    def send(self, request: Request) -> None:
        note(f"{self.clock:%Y-%m-%dT%H:%M}Z {request}")
        super().send(request)
