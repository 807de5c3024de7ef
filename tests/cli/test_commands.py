"""Each command asks for what was typed, and prints what came of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Printed, Typed


def told(printed: Printed) -> Any:
    """Return what was printed as JSON."""
    assert printed.code == 0, printed.err
    return json.loads(printed.out)


def test_pay_takes_what_is_due(sold: Typed) -> None:
    sold("purchase ana massage-hours --pay none --method card")

    found = told(sold("pay pur-2 all --method card --reference ch_2 --format json"))

    assert found["payments"][0]["reference"] == "ch_2"
    assert found["purchases"][0]["due"] == "0.00"


def test_a_purchase_may_book_its_first_visits_and_add_the_client(typed: Typed) -> None:
    line = "purchase zoe first-tide --method card --new-client --book facial@2026-01-21T10:00/ines/chiado"

    found = told(typed(f"{line} --format json"))

    assert found["purchases"][0]["client"] == "zoe"
    assert found["appointments"][0]["starts_at"] == "2026-01-21T10:00:00+00:00"


def test_a_visit_is_moved_to_another_employee_and_time(sold: Typed) -> None:
    sold("book ana massage --at 2026-01-22T11:00 --employee ines")

    found = told(
        sold("reschedule apt-2 --at 2026-01-27T13:00 --employee tomas --location chiado --format json")
    )

    assert found["appointments"][0]["employee"] == "tomas"
    assert found["appointments"][0]["starts_at"] == "2026-01-27T13:00:00+00:00"


def test_a_late_cancellation_is_kept_where_staff_say_so(sold: Typed) -> None:
    found = told(sold("--now 2026-01-20T09:00 cancel apt-1 --keep --reason 'third time' --format json"))

    assert found["appointments"][0]["units"] == 1


def test_a_missed_visit_is_released_where_staff_say_so(sold: Typed) -> None:
    found = told(sold("--now 2026-01-20T12:00 no-show apt-1 --release --reason 'snowed in' --format json"))

    assert (found["appointments"][0]["status"], found["appointments"][0]["units"]) == ("no_show", 0)


def test_a_freeze_moves_the_last_day_and_an_unfreeze_moves_it_back(sold: Typed) -> None:
    frozen = told(sold("freeze pur-1 --from 2026-02-01 --until 2026-02-10 --reason ill --format json"))
    thawed = told(sold("--now 2026-02-05T09:00 unfreeze pur-1 --on 2026-02-06 --format json"))

    assert [each["purchases"][0]["last_day"] for each in (frozen, thawed)] == ["2026-07-15", "2026-07-10"]


def test_units_are_given_to_another_client(sold: Typed) -> None:
    sold("client add ivo")

    found = told(sold("transfer pur-1 --to ivo --units 4 --reason gift --format json"))

    assert [(each["client"], each["available"]) for each in found["purchases"]] == [("ana", 5), ("ivo", 4)]


def test_a_refund_may_be_of_nothing_and_then_makes_no_payment(sold: Typed) -> None:
    unpaid = told(sold("purchase ana glow-10 --pay none --method on-site --format json"))["purchases"][0]
    found = told(sold(f"refund {unpaid['purchase']} --reason moving --format json"))

    assert (found["purchases"][0]["status"], found["payments"]) == ("refunded", [])


def test_units_are_added_to_one_service(sold: Typed) -> None:
    found = told(sold("adjust pur-1 --units +2 --service massage --reason sorry --format json"))

    assert [each["max"] for each in found["purchases"][0]["services"]] == [6, 8]


def test_expire_says_what_lapsed_and_twice_finds_nothing(sold: Typed) -> None:
    late = "--now 2026-07-06T00:00 expire"
    foreseen, first, second = (told(sold(f"{late} {more} --format json")) for more in ("--dry-run", "", ""))

    assert [each["expired"] for each in (foreseen, first, second)] == [1, 1, 0]
    assert [each["units_lapsed"] for each in (foreseen, first, second)] == [
        {"session": 9},
        {"session": 9},
        {},
    ]
    assert first["value_lapsed"] == {"EUR": "468.00"}
    assert first["purchases"][0]["status"] == "expired"


def test_expire_takes_a_key_as_every_command_that_writes_does(sold: Typed) -> None:
    late = "--now 2026-08-01T00:00 expire --format json --idempotency-key night"

    assert [json.loads(sold(late).out)["expired"] for _ in range(2)] == [1, 0]


def test_expire_tells_the_operator_the_sum(sold: Typed) -> None:
    assert sold("--now 2026-07-06T00:00 expire --format table").out.splitlines() == [
        "pur-1  Glow 10: expired after 5 July 2026, 9 sessions lapsed",
        "1 purchase expired: 9 sessions lapsed, worth 468.00 EUR.",
    ]


def test_an_end_is_told_in_the_business_s_time(sold: Typed) -> None:
    printed = sold("--now 2026-07-07T10:00 adjust pur-1 --units +1 --reason late")

    assert printed.err.splitlines()[0] == "error: pur-1 expired on Mon 6 Jul 2026 00:00."


def test_show_tells_a_purchase_with_its_appointments_and_payments(sold: Typed) -> None:
    found = told(sold("show pur-1 --format json"))

    assert [each["appointment"] for each in found["appointments"]] == ["apt-1"]
    assert [each["amount"] for each in found["payments"]] == ["520.00"]


def test_show_tells_a_client_by_any_of_their_names(sold: Typed) -> None:
    sold("client edit ana --email ana@example.com")

    found = told(sold("show ANA@example.com --format json"))

    assert (found["client"], [each["purchase"] for each in found["purchases"]]) == ("ana", ["pur-1"])


def test_show_can_be_read_out(sold: Typed) -> None:
    assert sold("show pur-1").out.splitlines() == [
        "pur-1  Glow 10: 9 of 10 left, until 5 July 2026",
        "  bought by ana on Mon 5 Jan 2026 10:00",
        "  10 sessions: 9 available, 1 booked",
        "  Atlantic facial: 5 visits can be booked",
        "  Deep tissue massage: 6 visits can be booked",
        "  520.00 EUR in all (IVA 23 %: 97.24), 520.00 EUR paid, nothing due",
        "  late or missed visits forgiven: 0 of 1",
        "appointments",
        "  apt-1  Atlantic facial with Inês, Tue 20 Jan 2026 10:00–10:50, Chiado: visit 1 of 10",
        "payments",
        "  520.00 EUR  card, Mon 5 Jan 2026 10:00",
    ]


def test_show_of_an_earlier_moment_knows_what_was_known_then(sold: Typed) -> None:
    sold("--now 2026-01-06T10:00 adjust pur-1 --units +1 --reason sorry")

    assert (
        told(sold("--now 2026-01-07T10:00 show pur-1 --as-of 2026-01-05T12:00 --format json"))["adjusted"]
        == 0
    )


def test_history_tells_who_did_what_and_why(sold: Typed) -> None:
    sold("adjust pur-1 --units +1 --reason 'apology for the delay'")

    found = told(sold("history pur-1 --format json"))

    assert [(each["seq"], each["by"], each["request"], each["reason"]) for each in found] == [
        (1, "desk", "purchase", None),
        (2, "desk", "book", None),
        (3, "desk", "adjust", "apology for the delay"),
    ]
    assert [each["balance"]["available"] for each in found] == [10, 9, 10]


def test_a_row_of_a_history_adds_up_and_tells_hours_as_hours(sold: Typed) -> None:
    sold("client add bob")
    sold("purchase ana massage-hours --method card")
    sold("transfer pur-2 --to bob --units 90m --reason gift")

    header, bought, sent = (
        [each.strip() for each in line.split("  ") if each]
        for line in sold("history pur-2").out.splitlines()
        if line.lstrip()[:2] in {"en", "3 ", "4 "}
    )

    assert header == ["entry", "request", "left", "sent", "what", "reason"]
    assert bought[1:4] == ["purchase", "6 h", "0 min"]
    assert sent[1:4] == ["transfer", "4 h 30 min", "1 h 30 min"]
    assert sent[-1] == "gift"


def test_appointments_are_those_of_the_days_asked_for(sold: Typed) -> None:
    inside = told(sold("appointments --from 2026-01-20 --to 2026-01-20 --format json"))
    outside = told(sold("appointments ana --from 2026-01-21 --format json"))

    assert ([each["appointment"] for each in inside], outside) == (["apt-1"], [])


def test_the_table_of_slots_has_one_line_a_day_and_person(sold: Typed) -> None:
    sold("client add bob")
    sold("book bob pilates --at 2026-01-07T18:30 --without-package")

    printed = sold("slots pilates --from tomorrow --to +7d --after 18:00 --limit 6")
    assert printed.out.splitlines() == [
        "with: Noor; where: Belém by the river",
        "",
        "day              free at",
        "---------------  -----------------------------------",
        "Wed 7 Jan 2026   18:30(7) 19:30(8) 19:45(8) 20:00(8)",
        "Mon 12 Jan 2026  18:00(8) 18:15(8)",
    ]
    assert printed.err == "Showing the first 6 of 13 free times.\n"
    one = sold("slots facial --from 2026-01-20 --to 2026-01-21 --after 16:59").out.splitlines()
    assert one[2:] == [
        "day              free at",
        *one[3:4],
        "Tue 20 Jan 2026  17:00",
        "Wed 21 Jan 2026  17:00",
    ]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("", "2026-01-05", "2026-01-11"),
        ("--from tomorrow", "2026-01-06", "2026-01-12"),
        ("--to +1d", "2026-01-05", "2026-01-06"),
    ],
)
def test_slots_are_those_of_a_week_from_today_unless_days_are_given(
    typed: Typed, asked: str, first: str, last: str
) -> None:
    typed("client add ana")

    assert typed(f"slots massage {asked}") == typed(f"slots massage --from {first} --to {last}")
    assert typed(f"slots massage {asked}").out


def test_slots_are_free_times_with_their_places(sold: Typed) -> None:
    found = told(sold("slots facial --from 2026-01-20 --to 2026-01-20 --format json"))

    starts = [each["starts_at"][11:16] for each in found]
    assert found[0] == {
        "starts_at": "2026-01-20T09:00:00+00:00",
        "ends_at": "2026-01-20T09:50:00+00:00",
        "employee": "ines",
        "location": "chiado",
        "places": 1,
    }
    assert "10:00" not in starts


def test_a_client_added_again_under_a_key_is_the_same_client(typed: Typed) -> None:
    line = "client add ana --name Ana --idempotency-key k --format json"

    first, again = told(typed(line)), told(typed(line))

    assert (
        first
        == again
        == {"client": "ana", "name": "Ana", "email": None, "phone": None, "time_zone": None, "language": None}
    )


def test_a_client_s_language_is_kept_in_one_spelling_and_must_be_one(typed: Typed) -> None:
    typed("client add ana --language PT")
    assert told(typed("client edit ana --language pt_br --format json"))["language"] == "pt-BR"

    refused = typed("client edit ana --language portuguese")

    assert refused.code == 2
    assert "a language such as en or pt-BR" in refused.err
    assert told(typed("client edit ana --language '' --format json"))["language"] is None


def test_a_client_added_again_with_other_facts_is_refused(typed: Typed) -> None:
    typed("client add ana --name Ana")

    refused = [
        typed("client add ana --name Ana").code,
        typed("client add ana --name Eva --idempotency-key k").code,
    ]

    assert refused == [1, 1]


def test_what_is_not_given_stays_when_a_client_is_edited(typed: Typed) -> None:
    typed("client add ana --name Ana --phone '+381 64 111 2222'")

    typed("client edit ana --phone '' --email ana@example.com")

    found = told(typed("client show ana --format json"))
    assert (found["name"], found["email"], found["phone"]) == ("Ana", "ana@example.com", None)


@pytest.mark.parametrize("line", ["client edit ana --name Eva", "client erase ana"])
def test_a_dry_run_leaves_the_client_book_as_it_is(typed: Typed, line: str) -> None:
    typed("client add ana --name Ana")

    foreseen = typed(f"{line} --dry-run")

    assert (foreseen.code, foreseen.err) == (0, "note: this is a dry run; nothing was recorded.\n")
    assert told(typed("client list --format json"))[0]["name"] == "Ana"


def test_an_erased_client_leaves_a_key_behind(sold: Typed) -> None:
    sold("client erase ana --yes")

    (found,) = told(sold("list --format json"))
    assert found["client"].startswith("c")
    assert sold("list ana").code == 1


def test_a_question_finds_an_erased_client_by_the_key_and_a_request_says_that_they_were_erased(
    sold: Typed,
) -> None:
    sold("client erase ana --yes")
    (found,) = told(sold("list --format json"))
    key = found["client"]

    assert [each["purchase"] for each in told(sold(f"list {key} --format json"))] == ["pur-1"]
    assert told(sold(f"client show {key} --format json"))["name"] is None
    refused = sold(f"purchase {key} glow-10 --method card --format json")
    assert (refused.code, json.loads(refused.err)["error"]["code"]) == (1, "unknown_client")


def test_the_ledger_s_head_is_its_last_entry(sold: Typed) -> None:
    head, verified = told(sold("ledger head --format json")), told(sold("ledger verify --format json"))

    assert head == verified
    assert (head["seq"], len(head["hash"])) == (2, 64)


def test_the_index_is_made_anew_and_means_the_same(sold: Typed, folder: Path) -> None:
    before = sold("list --format json").out
    for file in folder.glob("ledger.jsonl.index*"):
        file.unlink()

    assert sold("ledger rebuild").code == 0

    assert sold("list --format json").out == before


def test_an_empty_ledger_has_no_head(begun: Typed) -> None:
    assert told(begun("ledger head --format json")) == {"seq": None, "hash": None, "at": None}


@pytest.mark.parametrize(
    ("options", "purchases"),
    [
        ("--package first-tide", ["pur-2"]),
        ("--status pending", ["pur-3"]),
        ("--status pending --status active", ["pur-1", "pur-2", "pur-3"]),
        ("--sort expires_at", ["pur-2", "pur-1", "pur-3"]),
        ("--expiring-within 60d", ["pur-2"]),
        ("--limit 2", ["pur-1", "pur-2"]),
    ],
)
def test_a_list_is_of_what_was_asked_for(sold: Typed, options: str, purchases: list[str]) -> None:
    sold("purchase ana first-tide --method card --book facial@2026-01-21T10:00")
    sold("purchase ana massage-hours --pay none --method card")

    assert [each["purchase"] for each in told(sold(f"list {options} --format json"))] == purchases


@pytest.mark.parametrize(
    ("options", "appointments"),
    [
        ("--employee tomas", ["apt-2"]),
        ("--location chiado --service facial", ["apt-1"]),
        ("--status cancelled", []),
        ("--limit 1", ["apt-1"]),
    ],
)
def test_appointments_are_those_asked_for(sold: Typed, options: str, appointments: list[str]) -> None:
    sold("book ana massage --at 2026-01-27T13:00 --employee tomas --location belem")

    found = told(sold(f"appointments {options} --format json"))

    assert [each["appointment"] for each in found] == appointments


def test_a_payment_typed_wrong_is_reversed_and_said_to_have_never_come(sold: Typed) -> None:
    printed = sold("pay pur-1 --reverse 1 --reason 'paid in cash' --format json")

    outcome = json.loads(printed.out)
    assert outcome["purchases"][0]["paid"] == "0.00"
    assert [each["amount"][0] for each in outcome["payments"]] == ["-"]
    assert sold("pay pur-1 --reverse 1 --reason again").code == 1
    assert (sold("pay pur-1").code, sold("pay pur-1 all --reverse 1 --reason no").code) == (2, 2)


def test_what_became_of_a_visit_is_corrected(sold: Typed) -> None:
    sold("cancel apt-1 --keep --reason 'wrong row'")

    outcome = json.loads(sold("correct apt-1 --was cancelled --release --reason x --format json").out)

    assert [(each["appointment"], each["units"]) for each in outcome["appointments"]] == [("apt-1", 0)]
    assert outcome["purchases"][0]["booked"] == 0


def test_a_package_pays_for_a_visit_that_was_booked_at_its_price(sold: Typed) -> None:
    sold("book ana facial --at 2026-01-22T10:00 --without-package")
    sold("pay apt-2 all --method cash")

    printed = sold("redeem apt-2")

    assert "Chiado: visit 2 of 10, 62.00 EUR to be paid back pur-1" in " ".join(printed.out.split())
    assert "paid by" not in printed.out
    assert sold("refund apt-2 --cancel-appointments --reason x").code == 0


def test_a_purchase_that_is_paid_has_nothing_due_and_says_where_to_look(sold: Typed) -> None:
    printed = sold("pay pur-1 all --method card")

    assert printed.code == 1
    assert (
        printed.err == "error: pur-1 has nothing due.\nwhat to do: See what was paid: trafftpkg show pur-1\n"
    )


def test_the_last_thing_that_was_done_is_taken_back(sold: Typed) -> None:
    sold("adjust pur-1 --units +5 --reason 'wrong client'")
    seq = json.loads(sold("ledger head --format json").out)["seq"]

    assert sold(f"undo {seq}").code == 1
    outcome = json.loads(sold(f"undo {seq} --reason 'wrong client' --format json").out)

    assert outcome["purchases"][0]["adjusted"] == 0
    refused = json.loads(sold(f"undo {seq} --reason again --format json").err.splitlines()[-1])["error"]
    assert (refused["code"], refused["details"]["why"]) == ("cannot_undo", "later")


def test_debts_are_listed_with_the_largest_first_and_visits_of_their_own(sold: Typed) -> None:
    sold("client add bob")
    sold("purchase bob quiet-afternoon --pay none")
    sold("purchase bob glow-10 --pay none")
    sold("book bob facial --at 2026-01-22T10:00 --without-package")

    assert sold("list --due --sort due --format ids").out.split() == ["pur-3", "pur-2"]
    assert sold("list --due --count").out == "2\n"
    (visit,) = json.loads(sold("appointments --due --format json").out)
    reminded = json.loads(sold("reminders --unpaid --format json").out)

    assert visit["appointment"] == "apt-2"
    assert [each["purchase"] or each["appointment"] for each in reminded] == ["pur-2", "pur-3", "apt-2"]
    assert "apt-2" in sold("reminders --unpaid").out


def test_redeeming_again_names_the_purchase_that_pays_already(sold: Typed) -> None:
    printed = sold("redeem apt-1")

    assert printed.code == 2
    assert "apt-1 is already paid by pur-1." in printed.err
    assert "Give --from with another purchase." in printed.err


def test_no_override_moves_a_visit_too_late_and_the_way_out_does(sold: Typed) -> None:
    late, move = "--now 2026-01-20T09:00", "--at 2026-01-21T10:00"

    printed = sold(f"{late} reschedule apt-1 {move} --override notice --reason ill")

    assert "could be moved until Mon 19 Jan 2026 10:00. --override notice does not lift this." in printed.err
    assert "trafftpkg cancel apt-1 --release --reason TEXT" in printed.err
    assert "does not lift" not in sold(f"{late} reschedule apt-1 {move}").err
    assert sold(f"{late} cancel apt-1 --release --reason TEXT").code == 0
    assert sold(f"{late} book ana facial {move}").code == 0


@pytest.mark.parametrize("request_line", ["cancel apt-1", "correct apt-1 --was used --reason x"])
def test_what_is_said_of_a_visit_cancelled_by_mistake_brings_it_back(sold: Typed, request_line: str) -> None:
    sold("cancel apt-1")

    refused = sold(request_line)

    assert "trafftpkg undo 3 --reason TEXT" in refused.err
    assert told(sold("undo 3 --reason TEXT --format json"))["appointments"][0]["status"] == "booked"


def test_a_visit_whose_booking_was_taken_back_is_to_be_booked_again(sold: Typed) -> None:
    sold("undo 2 --reason 'wrong client'")

    refused = sold("--now 2026-01-21T10:00 correct apt-1 --was used --reason x")

    assert "The booking of apt-1 was taken back." in refused.err
    assert "trafftpkg book CLIENT SERVICE --at START" in refused.err


def test_a_visit_that_moves_out_of_its_package_s_time_is_not_told_of_from(sold: Typed) -> None:
    refused = sold("reschedule apt-1 --at 2026-07-20T10:00 --override horizon --reason x")

    assert "pur-1 cannot pay" in refused.err
    assert "--from" not in refused.err


def test_who_has_not_paid_yet_is_not_told_to_buy_another_package(begun: Typed) -> None:
    begun("purchase ana glow-10 --pay none --method card")

    for asked in ("book ana facial --at 2026-01-20T10:00", "explain ana facial --at 2026-01-20T10:00"):
        assert "trafftpkg pay pur-1 all --method METHOD" in begun(asked).err


def test_a_client_typed_by_name_is_one_word_of_the_command_that_is_told(typed: Typed) -> None:
    typed("client add ana --name 'Ana Reis'")
    typed("client add bob --name 'Bob Reis'")
    typed("purchase bob quiet-afternoon --method card")

    for asked in ("list 'Ana Reis'", "explain 'Ana Reis' facial --at 2026-01-20T10:00"):
        assert "Sell one: trafftpkg purchase 'Ana Reis' PACKAGE --method METHOD" in typed(asked).err
