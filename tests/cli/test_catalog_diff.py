"""What an edit of the catalogue comes to: for new buyers, for those who hold the old terms, for the diary."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Typed
from tests.lumen import LUMEN
from trafftpkg.cli.declared import facts_in_words, kinds_of
from trafftpkg.domain.value import facts_of

GLOW, WINTER, HOURS, YOGA = (
    f"packages/{each}.yaml" for each in ("glow-10", "winter-float", "massage-hours", "yoga-20")
)
BUSINESS = "business.yaml"


class Edited:
    """The catalogue as it was, and a folder `new` in which it is edited."""

    def __init__(self, typed: Typed, new: Path) -> None:
        self.typed = typed
        self.folder = new

    def swap(self, file: str, old: str, new: str) -> None:
        """Replace a text in a file."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def changes(self, before: str = "") -> list[dict[str, Any]]:
        """Return what changes, as JSON has it."""
        printed = self.typed(f"{before} catalog diff catalog new --format json")
        assert printed.code == 0, printed.err
        found = json.loads(printed.out)
        assert isinstance(found, list)
        return found

    def fields(self) -> list[tuple[str | None, ...]]:
        """Return kind, id, change, field, old and new of each."""
        facts = ("kind", "id", "change", "field", "old", "new")
        return [tuple(each[fact] for fact in facts) for each in self.changes()]


@pytest.fixture
def edited(sold: Typed, catalogue: Path, folder: Path) -> Edited:
    """Ana holds Glow 10 and has booked with Inês; nothing is edited yet."""
    shutil.copytree(catalogue, folder / "new")
    return Edited(sold, folder / "new")


def test_a_catalogue_is_no_different_from_itself(edited: Edited) -> None:
    printed = edited.typed("catalog diff catalog new")

    assert printed == (0, "", "No changes.\n")
    assert edited.changes() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "business.yaml",
            "10:00-18:00",
            "10:00-17:00",
            "business contact.hours[sat]: 10:00–18:00 -> 10:00–17:00",
        ),
        (GLOW, "520.00", "540.00", "glow-10 price: 520.00 EUR -> 540.00 EUR"),
        (GLOW, "600.00", "650.00", "glow-10 original: 600.00 EUR -> 650.00 EUR"),
        (GLOW, "total: 10", "total: 9", "glow-10 total: 10 sessions -> 9 sessions"),
        (GLOW, "months: 6", "months: 9", "glow-10 validity: 6 months -> 9 months"),
        (GLOW, "percent: 30", "percent: 40", "glow-10 deposit: 30 % -> 40 %"),
        (GLOW, "14d", "7d", "glow-10 pay_within: 14d -> 7d"),
        (GLOW, "name: Glow 10", "name: Glow 10\nstatus: archived", "glow-10 status: visible -> archived"),
        (GLOW, "massage, max: 6", "massage, max: 8", "glow-10 services[massage]: up to 6 -> up to 8"),
        (GLOW, ", on-site", "", "glow-10 payment_methods: card, mbway, on-site -> card, mbway"),
        (WINTER, ", until: 2027-05-31", "", "winter-float validity: 3 months, until 31 May 2027 -> 3 months"),
        (HOURS, "total: 6", "total: 7.5", "massage-hours total: 6 h -> 7 h 30 min"),
        (YOGA, "purchases: 2", "purchases: 3", "yoga-20 limit_per_client: 2 every 30d -> 3 every 30d"),
        ("services.yaml", "price: 14.00", "price: 15.00", "yoga price: 14.00 EUR -> 15.00 EUR"),
        ("services.yaml", "capacity: 12", "capacity: 10", "yoga capacity: 12 -> 10"),
        ("services.yaml", "duration: 90m", "duration: 80m", "float duration: 1 h 30 min -> 1 h 20 min"),
        (
            WINTER,
            ", sales: 200",
            "",
            "winter-float on_sale: until 28 February 2027, 200 in all -> until 28 February 2027",
        ),
        (
            "packages/goodwill.yaml",
            "mon-fri",
            "mon-wed",
            (
                "goodwill only: visits on Mon–Fri, that begin at 09:00–17:00"
                " -> visits on Mon–Wed, that begin at 09:00–17:00"
            ),
        ),
        (
            "packages/sleep-course.yaml",
            "max_at_purchase: 2",
            "max_at_purchase: 1",
            (
                "sleep-course services[coaching]: up to 6, 1 to 2 booked with the purchase"
                " -> up to 6, 1 booked with the purchase"
            ),
        ),
        (
            "services.yaml",
            '["18:30"]',
            '["19:00"]',
            (
                "yoga timetable: Mon–Sat 07:00, 08:00, 09:30; Mon, Wed 18:30"
                " -> Mon–Sat 07:00, 08:00, 09:30; Mon, Wed 19:00"
            ),
        ),
        ("services.yaml", "pt: Ioga da manhã", "pt: Ioga", "yoga name[pt]: Ioga da manhã -> Ioga"),
        (
            BUSINESS,
            "percent: 23",
            "percent: 22",
            "business taxes[iva]: IVA 23 % included -> IVA 22 % included",
        ),
    ],
)
def test_each_changed_field_is_told_in_words(
    edited: Edited, file: str, old: str, new: str, told: str
) -> None:
    edited.swap(file, old, new)

    (change,) = edited.changes()

    assert change["change"] == "changed"
    assert f"{change['id']} {change['field']}: {change['old']} -> {change['new']}" == told


def test_a_field_that_comes_or_goes_was_or_is_nothing(edited: Edited) -> None:
    edited.swap(GLOW, "  original: 600.00 ", "  # ")

    assert edited.fields() == [("package", "glow-10", "changed", "original", "600.00 EUR", None)]


def test_packages_are_added_and_removed_by_name(edited: Edited) -> None:
    (edited.folder / GLOW).rename(edited.folder / "packages" / "glow-11.yaml")

    assert edited.fields() == [
        ("package", "glow-10", "removed", None, "Glow 10", None),
        ("package", "glow-11", "added", None, None, "Glow 10"),
    ]


def test_working_hours_are_told_by_weekday(edited: Edited) -> None:
    edited.swap("employees.yaml", "mon-fri", "mon-thu")

    assert ("employee", "ines", "changed", "hours[fri]", "09:00-13:00, 14:00-18:00", None) in edited.fields()


def test_who_holds_the_old_terms_is_counted_from_the_ledger(edited: Edited) -> None:
    for line in (
        "client add ivo",
        "purchase ivo glow-10 --method card",
        "purchase ivo glow-10 --method card",
    ):
        assert edited.typed(line).code == 0
    edited.swap(GLOW, "520.00", "540.00")

    (change,) = edited.changes()
    (after_they_expired,) = edited.changes("--now 2026-07-06T00:00")

    assert (change["purchases"], change["clients"]) == (3, 2)
    assert (after_they_expired["purchases"], after_they_expired["clients"]) == (0, 0)


def test_without_a_ledger_nobody_is_counted(edited: Edited) -> None:
    edited.swap(GLOW, "520.00", "540.00")

    (change,) = edited.changes("--ledger none.jsonl")

    assert (change["purchases"], change["clients"]) == (None, None)


def test_a_service_that_is_held_and_given_by_nobody_any_more_is_told(edited: Edited) -> None:
    edited.swap("employees.yaml", "services: [facial, massage, short-massage]", "services: [short-massage]")

    lost = [each for each in edited.changes() if each["change"] == "unbookable"]

    assert [(each["id"], each["purchases"], each["clients"]) for each in lost] == [("facial", 1, 1)]


def test_what_could_not_be_booked_before_is_not_told_again(edited: Edited, folder: Path) -> None:
    everyone = "services: [facial, massage, short-massage]"
    edited.swap("employees.yaml", everyone, "services: [short-massage]")
    shutil.copytree(edited.folder, folder / "newer")

    printed = edited.typed("catalog diff new newer --format json")

    assert (printed.code, printed.out) == (0, "[]\n")


def test_an_employee_who_goes_is_told_with_the_visits_still_to_come(edited: Edited) -> None:
    text = (edited.folder / "employees.yaml").read_text("utf-8")
    start = text.index("- id: ines")
    end = text.index("\n- ", start) + 1
    (edited.folder / "employees.yaml").write_text(text[:start] + text[end:], "utf-8")

    (gone,) = [each for each in edited.changes() if each["change"] == "removed"]
    printed = edited.typed("catalog diff catalog new").out

    assert (gone["id"], gone["old"], gone["appointments"]) == ("ines", "Inês", 1)
    assert printed.splitlines()[-3:] == [
        "what can no longer be booked",
        "  ines goes, with 1 appointment still to come",
        "  facial: nobody gives it any more; it is in 1 live purchase of 1 client",
    ]


def test_the_table_says_who_keeps_the_old_terms_once(edited: Edited) -> None:
    edited.swap(GLOW, "520.00", "540.00")
    edited.swap(GLOW, "months: 6", "months: 9")

    assert edited.typed("catalog diff catalog new").out.splitlines() == [
        "id: glow-10; counts for: new sales",
        "",
        "kind     change    old         new",
        "-------  --------  ----------  ----------",
        "package  price     520.00 EUR  540.00 EUR",
        "package  validity  6 months    9 months",
        "",
        "who keeps the old terms",
        "  glow-10: 1 live purchase of 1 client",
    ]


@pytest.mark.parametrize(("old", "new", "broken"), [("catalog", "new", "new"), ("new", "catalog", "new")])
def test_the_folder_that_cannot_be_trusted_is_named(edited: Edited, old: str, new: str, broken: str) -> None:
    edited.swap("services.yaml", "price: 14.00", "prize: 14.00")

    printed = edited.typed(f"catalog diff {old} {new} --format json")
    error = json.loads(printed.err)["error"]

    assert (printed.code, printed.out, error["code"]) == (3, "", "catalog_invalid")
    assert error["problem"].startswith(f"The catalogue {broken} has ")
    assert error["remedy"].endswith("trafftpkg --catalog new catalog check")
    assert error["details"]["where"] == broken


def test_a_folder_that_is_not_there_is_named(edited: Edited) -> None:
    printed = edited.typed("catalog diff catalog nowhere")

    assert printed.code == 2
    assert "'nowhere' is not a folder, and catalog is not in a git repository." in printed.err


@pytest.fixture
def git(catalogue: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The catalogue under version control: two commits, the first of them tagged v1."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ana@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def run(*words: str) -> None:
        subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)

    run("init", "-q")
    run("add", "catalog")
    run("commit", "-qm", "As it was")
    run("tag", "v1")
    (catalogue / GLOW).write_text((catalogue / GLOW).read_text("utf-8").replace("520.00", "540.00"), "utf-8")
    run("commit", "-qam", "Dearer")
    return run


@pytest.mark.parametrize("old", ["HEAD~1", "v1", "v1 HEAD", "HEAD~1 catalog"])
def test_a_revision_of_git_is_compared_without_checking_it_out(
    sold: Typed, git: Callable[..., None], old: str
) -> None:
    printed = sold(f"catalog diff {old} --exit-code")

    assert printed.code == 1
    assert "520.00 EUR  540.00 EUR  new sales" in printed.out
    assert printed.out.endswith("who keeps the old terms\n  glow-10: 1 live purchase of 1 client\n")


def test_by_itself_it_tells_what_is_not_committed_yet(
    sold: Typed, git: Callable[..., None], catalogue: Path
) -> None:
    nothing = sold("catalog diff --exit-code")
    for line in ("glow-10 description=Mixed", "business cancellation.forgiven=3", "facial price=70.00"):
        assert sold(f"catalog set {line}").code == 0

    found = {each["id"]: each for each in json.loads(sold("catalog diff --format json").out)}

    assert nothing == (0, "", "No changes.\n")
    assert {key: each["applies_to"] for key, each in found.items()} == {
        "glow-10": "the page",
        "business": "new sales",
        "facial": "new visits",
    }
    assert sold("catalog diff").out.endswith("who keeps the old terms\n  business: 1 live purchase\n")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("nowhere", 2, "'nowhere' is neither a folder nor a revision in git."),
        ("--output=x", 2, "--output"),
        ("-- --all", 2, "'--all' is neither a folder nor a revision in git."),
        ("early", 2, "early has no files in catalog."),
        ("broken", 3, "In broken the catalogue had a problem: packages/glow-10.yaml:"),
    ],
)
def test_a_revision_that_cannot_be_compared_says_why(
    typed: Typed, git: Callable[..., None], catalogue: Path, line: str, code: int, told: str
) -> None:
    (catalogue / GLOW).write_text("name: [", "utf-8")
    git("commit", "-qam", "Broken")
    git("tag", "broken")
    git("checkout", "-q", "v1", "--", "catalog")
    git("checkout", "-q", "--orphan", "other")
    git("rm", "-q", "--cached", "-r", "catalog")
    git("commit", "-qm", "Nothing", "--allow-empty")
    git("tag", "early")

    printed = typed(f"catalog diff {line}")

    assert printed.code == code
    assert told in printed.err


def test_without_git_folders_can_still_be_compared(
    edited: Edited, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("PATH", str(folder))

    assert edited.typed("catalog diff catalog new").code == 0
    assert "'v1' is not a folder, and git is not installed." in edited.typed("catalog diff v1").err


def test_no_field_is_forgotten() -> None:
    names = {"inclusions": "services", "shifts": "hours", "limit": "limit_per_client"}
    for things in kinds_of(LUMEN).values():
        for thing in things.values():
            told = facts_in_words(thing, "EUR")
            for field, value in facts_of(thing).items():
                named = names.get(field, field)
                is_told = any(each == named or each.startswith((f"{named}[", f"{named}.")) for each in told)
                nothing = value in (None, "", ()) or not any(_parts(value))
                assert field == "id" or nothing or is_told, f"{field} of {thing}"


def _parts(value: Any) -> list[Any]:
    return list(facts_of(value).values()) if hasattr(value, "__dataclass_fields__") else [True]
