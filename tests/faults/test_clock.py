"""A clock that goes backwards, and a machine somewhere else."""

from tests.faults.program import Shop
from tests.faults.soundness import BOOK, check_recorded_once, check_sound


def test_a_clock_a_second_behind_is_lifted_to_the_last_entry(shop: Shop) -> None:
    said = shop.run(BOOK, now="2026-01-05T09:59:59")

    assert said.code == 0, said.err
    assert shop.entries()[-1]["at"] == shop.entries()[-2]["at"]
    check_sound(shop)


def test_a_clock_a_year_behind_records_nothing(shop: Shop) -> None:
    before = shop.ledger.read_bytes()

    said = shop.run(BOOK, now="2025-01-05T10:00")

    assert (said.code, said.error) == (4, "clock_behind")
    assert shop.ledger.read_bytes() == before
    check_recorded_once(shop)


def test_what_is_recorded_is_answered_under_its_key_by_a_clock_a_year_behind(shop: Shop) -> None:
    first = shop.run(BOOK)

    again = shop.run(BOOK, now="2025-01-05T10:00")

    assert again.answer["entry"] == {**first.answer["entry"], "replayed": True}
    assert again.answer["appointments"] == first.answer["appointments"]


def test_a_machine_in_another_time_zone_records_and_answers_the_same(shop: Shop) -> None:
    far = shop.copied(shop.folder.with_name("far"))

    here, there = shop.run(BOOK, TZ="Europe/Lisbon"), far.run(BOOK, TZ="Pacific/Kiritimati")

    assert here.answer == there.answer
    assert shop.entries()[-1]["events"] == far.entries()[-1]["events"]
    assert shop.entries()[-1]["at"] == far.entries()[-1]["at"]
