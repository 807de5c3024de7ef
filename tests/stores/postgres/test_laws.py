"""The laws, on random trade on a PostgreSQL ledger, mirrored in the model."""

from collections.abc import Sequence

from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.laws.examples import examples
from tests.laws.mirrored_ledger import MirroredLedger
from tests.laws.trade import Trade
from tests.stores.postgres.server import emptied
from trafftpkg.domain.entry import Entry
from trafftpkg.stores.postgres.care import PostgresCare
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.ledger import PostgresLedger

_LINES = "SELECT line FROM entries ORDER BY seq"


def test_random_trade_keeps_the_laws(used_database: Database) -> None:
    class TradeOnAServer(Trade):
        """Trade on an emptied ledger for each example."""

        def opened(self) -> MirroredLedger:
            emptied(used_database)
            self.mirrored = MirroredLedger(PostgresLedger(used_database))
            return self.mirrored

        def contents(self) -> object:
            with used_database.questions() as statements:
                return [
                    bytes(line) for (line,) in statements.execute("SELECT line FROM entries ORDER BY seq")
                ]

        def recorded(self) -> Sequence[Entry]:
            return self.mirrored.entries

        @invariant()
        def the_tables_and_the_model_agree(self) -> None:
            """Law 9: what the tables say is what folding every entry says."""
            if hasattr(self, "business"):
                self.mirrored.check([self.business.key_of(each) for each in self.clients], self.clock)

        def teardown(self) -> None:
            if not hasattr(self, "business"):
                return
            assert PostgresCare(used_database).repair(apply=False) == ()
            PostgresCare(used_database).rebuild()
            self.mirrored.check([self.business.key_of(each) for each in self.clients], self.clock)
            assert PostgresCare(used_database).verify().damages == ()

    run_state_machine_as_test(TradeOnAServer, settings=examples(8, steps=25))
