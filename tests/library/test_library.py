"""What a program gets from `import trafftpkg`: the same answers, refusals and records as at the terminal."""

import json
import pickle
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from importlib import import_module
from inspect import isabstract
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, get_args

import pytest

import trafftpkg
from tests.cli.conftest import Typed
from tests.source_code import GUIDE, ROOT
from trafftpkg.bootstrap import Desk
from trafftpkg.cli.views.report import ReportName
from trafftpkg.engine import questions, requests
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.requests.base import Request
from trafftpkg.library import names
from trafftpkg.library.objects import object_of

START = datetime(2026, 1, 20, 12)
OF_A_JOB = {"LapsePurchase", "VoidUnpaidPurchase", "ConfirmReturn"}
"""Requests that nobody makes by hand: `desk.expire` does, or the page when a checkout has sent money back."""
OF_THE_EDGES = {"CountHoldings", "DrawReport", "IsSoldOut", "ReadAccount"}
"""Questions that the catalogue's check, `desk.report` and the page ask: each does more than ask it."""


def test_the_import_loads_nothing_of_the_program() -> None:
    loaded = _python("import sys, trafftpkg; print(*sys.modules)").split()

    assert [each for each in loaded if each.startswith("trafftpkg")] == ["trafftpkg"]


def test_the_example_in_the_document_does_what_it_says(tmp_path: Path) -> None:
    document = (GUIDE / "library.md").read_text("utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    (printed,) = re.findall(r"^```text\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog")

    assert _python(program, tmp_path) == printed


def test_a_name_is_had_from_the_package_and_listed_there() -> None:
    assert trafftpkg.BookAppointment is names.BookAppointment
    assert set(names.__all__) <= set(dir(trafftpkg))
    with pytest.raises(AttributeError, match="has no attribute 'BookApointment'"):
        trafftpkg.BookApointment  # type: ignore[attr-defined]  # noqa: B018 - a typo, which mypy sees too


def test_every_request_that_a_person_can_make_is_to_be_had() -> None:
    assert _kinds_in(requests, Request) - OF_A_JOB <= set(names.__all__)


def test_every_question_that_a_command_answers_is_to_be_had_and_has_its_object() -> None:
    offered = _kinds_in(questions, Question) - OF_THE_EDGES

    assert offered <= set(names.__all__)
    assert [name for name in offered if not _has_an_object(getattr(names, name))] == []


def test_a_request_is_recorded_under_its_key_once(desk: trafftpkg.FrontDesk) -> None:
    desk.add_client("ana")
    sale = trafftpkg.PurchasePackage(client="ana", package="glow-10", method="card")

    first, again = desk.run(sale, key="order-17"), desk.run(sale, key="order-17")

    assert (first.replayed, again.replayed) == (False, True)
    assert [each.id for each in desk.ask(trafftpkg.ListPurchases()).purchases] == ["pur-1"]


def test_a_dry_run_records_nothing(desk: trafftpkg.FrontDesk) -> None:
    desk.add_client("ana")

    sale = trafftpkg.PurchasePackage(client="ana", package="glow-10", method="card")
    foreseen = desk.run(sale, dry_run=True)

    assert desk.json(foreseen)["purchases"][0]["purchase"] is None
    assert desk.ask(trafftpkg.ListPurchases()).purchases == ()


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("list ana", trafftpkg.ListPurchases(client="ana")),
        ("show pur-1", trafftpkg.ShowPurchase(purchase="pur-1")),
        ("show apt-1", trafftpkg.ShowAppointment(appointment="apt-1")),
        ("client show ana", trafftpkg.ShowClient(client="ana")),
        ("appointments", trafftpkg.ListAppointments()),
        ("blocks", trafftpkg.ListBlocks()),
        ("history pur-1", trafftpkg.ReadHistory(thing="pur-1")),
        ("receipt pur-1", trafftpkg.ReadReceipt(thing="pur-1")),
        ("statement ana", trafftpkg.ReadStatement(client="ana")),
        (
            "explain ana facial --at 2026-01-20T12:00",
            trafftpkg.ExplainPayer(client="ana", wanted=trafftpkg.VisitWanted(service="facial", at=START)),
        ),
        (
            "slots facial --from 2026-01-20 --to 2026-01-20",
            trafftpkg.FindSlots(service="facial", first_day=date(2026, 1, 20), last_day=date(2026, 1, 20)),
        ),
        (
            "reminders --expiring-within 300d",
            trafftpkg.FindReminders(expiring_within=trafftpkg.Length(count=300, unit="d")),
        ),
    ],
)
def test_an_answer_is_the_object_that_the_terminal_prints(
    sold: Typed, desk: trafftpkg.FrontDesk, line: str, question: Question[Any]
) -> None:
    assert sold("block ines --from 2026-02-02 --until 2026-02-03 --reason ill").code == 0

    assert desk.json(desk.ask(question)) == json.loads(sold(f"{line} --format json").out)


def test_outcomes_clients_the_night_and_the_catalogue_are_the_terminal_s_objects_too(
    sold: Typed, desk: trafftpkg.FrontDesk
) -> None:
    cancelled = trafftpkg.CancelAppointment(appointment="apt-1")
    first = sold("cancel apt-1 --idempotency-key k --format json")

    told = {
        "cancel apt-1 --idempotency-key k": desk.run(cancelled, key="k"),
        "expire": desk.expire(),
        "catalog show": desk.catalogue(),
        "client add ana --idempotency-key k --name Ana": desk.client("ana"),
    }

    assert json.loads(first.out)["entry"]["replayed"] is False
    for line, found in told.items():
        printed = json.loads(sold(f"{line} --format json").out)
        # A program knows which ledger it opened; a log tells it.
        assert desk.json(found) == {name: fact for name, fact in printed.items() if name != "ledger"}, line


@pytest.mark.parametrize("name", get_args(ReportName))
def test_a_report_has_the_rows_that_the_terminal_prints(
    sold: Typed, desk: trafftpkg.FrontDesk, name: ReportName
) -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)

    rows = desk.report(name, first=first, last=last, by=("month", "package"))

    line = f"report {name} --from {first} --to {last} --by month --by package --format json"
    assert rows == json.loads(sold(line).out)


def test_a_journal_has_the_postings_that_the_terminal_prints(sold: Typed, desk: trafftpkg.FrontDesk) -> None:
    postings = desk.journal(first=date(2026, 1, 1))

    assert postings
    assert postings == json.loads(sold("report journal --from 2026-01-01 --format json").out)


def test_a_report_that_there_is_not_is_refused(desk: trafftpkg.FrontDesk) -> None:
    with pytest.raises(trafftpkg.UsageError, match="'sold' is not valid for name"):
        desk.report("sold", first=date(2026, 1, 1), last=date(2026, 1, 2))  # type: ignore[arg-type]


def test_what_no_command_prints_is_a_type_error(desk: trafftpkg.FrontDesk) -> None:
    with pytest.raises(TypeError, match="no command prints a int"):
        desk.json(5)


def test_a_refusal_reads_as_at_the_terminal(sold: Typed, desk: trafftpkg.FrontDesk) -> None:
    printed = sold("book bob facial --at 2026-01-20T12:00 --format json").err
    wanted = trafftpkg.VisitWanted(service="facial", at=START)

    with pytest.raises(trafftpkg.TrafftpkgError) as caught:
        desk.run(trafftpkg.BookAppointment(client="bob", wanted=wanted))

    said = json.loads(printed)["error"]
    assert str(caught.value) == said["problem"]
    assert caught.value.__notes__ == [f"What to do: {said['remedy']}"]
    assert desk.json(caught.value) == {"error": said}


def test_a_refusal_reaches_another_process_whole(sold: Typed, desk: trafftpkg.FrontDesk) -> None:
    with pytest.raises(trafftpkg.RefusedError) as caught:
        desk.client("bob")

    arrived = pickle.loads(pickle.dumps(caught.value))

    assert type(arrived) is type(caught.value)
    assert (str(arrived), arrived.__notes__) == (str(caught.value), caught.value.__notes__)
    assert desk.json(arrived) == desk.json(caught.value)


def test_clients_are_called_by_their_handles_in_a_refusal(sold: Typed, desk: trafftpkg.FrontDesk) -> None:
    wanted = trafftpkg.VisitWanted(service="yoga", at=datetime(2026, 1, 20, 8))

    with pytest.raises(trafftpkg.RefusedError, match=r"^ana has no package that can pay for 'yoga'"):
        desk.run(trafftpkg.BookAppointment(client="ana", wanted=wanted))


def test_an_error_of_opening_reads_as_a_sentence_too() -> None:
    with pytest.raises(trafftpkg.UsageError, match=r"^'mysql://…' is not valid for ledger\."):
        trafftpkg.open(catalog="catalog", ledger="mysql://here")


def test_a_ledger_that_is_not_there_is_not_begun_unless_that_is_meant(folder: Path) -> None:
    with (
        trafftpkg.open(catalog=ROOT / "catalog", ledger="leger.jsonl") as desk,
        pytest.raises(trafftpkg.UntrustedError, match=r"There is no ledger at leger\.jsonl"),
    ):
        desk.add_client("ana")

    assert not [*folder.glob("leger*")]


@pytest.mark.parametrize(
    "asked",
    [
        trafftpkg.CancelAppointment(appointment="apt-1", verdict="realease"),  # type: ignore[arg-type]
        trafftpkg.CancelAppointment(appointment="apt-1", reason="a\0b"),
        trafftpkg.CancelAppointment(appointment=None),  # type: ignore[arg-type]
        trafftpkg.TransferUnits(purchase="pur-1", to="bob", units=True, reason="gift"),
        trafftpkg.ReceivePayment(thing="pur-1", amount=4.5, method=None),  # type: ignore[arg-type]
        trafftpkg.ReceivePayment(thing="pur-1", amount=Decimal("NaN"), method=None),
        trafftpkg.RescheduleAppointment(appointment="apt-1", at=START.replace(second=1)),
        trafftpkg.RescheduleAppointment(appointment="apt-1", at=START.replace(year=1)),
        trafftpkg.FreezePurchase(purchase="pur-1", first=START, reason="ill"),
        trafftpkg.FreezePurchase(purchase="pur-1", first=date.max, reason="ill"),
        trafftpkg.PurchasePackage(client="ana", package="glow-10", pay="all"),  # type: ignore[arg-type]
        trafftpkg.PurchasePackage(
            client="ana",
            package="first-tide",
            method="cash",
            appointments=(trafftpkg.VisitWanted(service="facial", at=START.replace(microsecond=1)),),
        ),
        trafftpkg.PurchasePackage(client="ana", package="glow-10", overrides=("limits",)),  # type: ignore[arg-type]
    ],
)
def test_what_a_field_does_not_declare_is_refused_before_anything_is_recorded(
    sold: Typed, desk: trafftpkg.FrontDesk, asked: Request
) -> None:
    before = Path("ledger.jsonl").read_bytes()

    with pytest.raises(trafftpkg.UsageError, match=r"^'.*' is not valid for \w+\."):
        desk.run(asked)

    assert Path("ledger.jsonl").read_bytes() == before


def test_a_key_and_an_actor_that_cannot_be_written_down_are_refused(desk: trafftpkg.FrontDesk) -> None:
    with pytest.raises(trafftpkg.UsageError, match="is not valid for key"):
        desk.run(trafftpkg.CancelAppointment(appointment="apt-1"), key="a\ud800")
    with pytest.raises(trafftpkg.UsageError, match="is not valid for actor"):
        trafftpkg.open(catalog="catalog", ledger="ledger.jsonl", actor="a\0b")


def test_an_empty_actor_is_whoever_is_logged_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "maria")
    desk = trafftpkg.open(catalog=ROOT / "catalog", ledger="ledger.jsonl", actor="", begin=True)

    desk.add_client("ana", name="Ana")
    desk.run(trafftpkg.PurchasePackage(client="ana", package="glow-10", method="card"))

    assert '"by":"maria"' in Path("ledger.jsonl").read_text().splitlines()[-1]


def test_each_request_reads_the_clock_and_each_only_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [datetime(2026, 1, 5, 10, minute, tzinfo=UTC) for minute in range(2)]
    clock = iter(moments)
    monkeypatch.setattr(Desk, "read_clock", lambda _: next(clock))

    with trafftpkg.open(catalog=ROOT / "catalog", ledger="ledger.jsonl", begin=True) as desk:
        desk.add_client("ana")
        sale = trafftpkg.PurchasePackage(client="ana", package="glow-10", method="card")
        sold = [desk.run(sale) for _ in moments]

    assert [each.entry.at for each in sold if each.entry] == moments


def test_a_moment_to_come_is_recorded_only_where_it_is_meant(folder: Path) -> None:
    begun = partial(
        trafftpkg.open,
        catalog=ROOT / "catalog",
        ledger="ledger.jsonl",
        begin=True,
        now=datetime(2999, 1, 5, 10),
    )
    sale = trafftpkg.PurchasePackage(client="ana", package="glow-10", method="card", new_client=True)

    with (
        begun() as desk,
        pytest.raises(trafftpkg.TrafftpkgError, match="2999"),
    ):
        desk.run(sale)
    with begun(allow_future=True) as desk:
        assert [each.id for each in desk.run(sale).purchases] == ["pur-1"]


def test_threads_share_a_desk(desk: trafftpkg.FrontDesk) -> None:
    def sell(number: int) -> str:
        sale = trafftpkg.PurchasePackage(
            client=f"client{number}", package="glow-10", method="card", new_client=True
        )
        desk.run(sale, key=f"order-{number}")
        return desk.run(sale, key=f"order-{number}").purchases[0].id

    with ThreadPoolExecutor(4) as threads:
        sold = list(threads.map(sell, range(12)))

    assert sorted(sold) == sorted(f"pur-{number}" for number in range(1, 13))
    assert len(desk.ask(trafftpkg.ListPurchases()).purchases) == 12


def test_a_desk_that_is_closed_keeps_nothing_open(folder: Path, desk: trafftpkg.FrontDesk) -> None:
    desk.add_client("ana")
    desk.run(trafftpkg.PurchasePackage(client="ana", package="glow-10", method="card"))
    assert _open_files(folder)

    desk.close()

    assert _open_files(folder) == []
    assert len(desk.ask(trafftpkg.ListPurchases()).purchases) == 1


def test_a_client_is_edited_as_at_the_terminal(desk: trafftpkg.FrontDesk) -> None:
    desk.add_client("ana", name="Ana", email="ana@example.com")

    changed = desk.edit_client("ana", email="", phone="+351 211 555 000", time_zone="Europe/Lisbon")

    assert desk.client("ana") == changed
    assert (changed.name, changed.email, changed.phone) == ("Ana", None, "+351211555000")
    wrongs: list[dict[str, Any]] = [{"phone": "x"}, {"email": "x"}, {"time_zone": "Mars"}, {"name": "a\0"}]
    for wrong in wrongs:
        with pytest.raises(trafftpkg.UsageError, match="is not valid for"):
            desk.edit_client("ana", **wrong)
    assert desk.client("ana") == changed


def test_a_client_is_erased(desk: trafftpkg.FrontDesk) -> None:
    desk.add_client("ana", email="ana@example.com")

    assert desk.erase_client("ana").handle == "ana"
    with pytest.raises(trafftpkg.RefusedError, match="There is no client 'ana'"):
        desk.client("ana")


def _kinds_in(package: ModuleType, base: type) -> set[str]:
    found: set[str] = set()
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        declared = vars(import_module(module.name)).values()
        kinds = (each for each in declared if isinstance(each, type) and issubclass(each, base))
        found |= {each.__name__ for each in kinds if not isabstract(each)}
    return found


def _has_an_object(question: Any) -> bool:
    (answer,) = get_args(question.__orig_bases__[0])
    return answer in object_of.registry


def _open_files(folder: Path) -> list[Path]:
    held = (each.resolve() for each in Path("/proc/self/fd").iterdir() if each.exists())
    return [each for each in held if each.is_relative_to(folder)]


def _python(program: str, folder: Path = ROOT) -> str:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache"), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    ).stdout


def test_what_was_recorded_is_told_as_the_command_tells_it(sold: Typed, desk: trafftpkg.FrontDesk) -> None:
    lines = [json.loads(line) for line in sold("events --after 1").out.splitlines()]

    assert list(desk.events(after=1)) == lines
    with pytest.raises(trafftpkg.UsageError, match="ends with entry 2"):
        next(desk.events(after=3))
