"""People are recognised in one way by every command."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Typed
from tests.rules import rule


@rule("R-1.20")
def test_people_are_found_by_what_they_say_and_written_about_by_a_whole_name(typed: Typed) -> None:
    typed("client add ana --name 'Ana Ilić' --phone '912 345 678'")
    typed("client add kos --name 'Ana Kos' --email kos@example.com")
    typed("purchase 'ana ilic' glow-10 --method card")

    for said in ("ANA", "ana il", "+351 912 345 678", "\u202a912\u2011345\u2011678\u202c", "ILIC\u0301"):
        assert [each["purchase"] for each in json.loads(typed(f"list '{said}' --format json").out)] == [
            "pur-1"
        ]
    for said, handle in (
        ("(+351) 912 345 678", "ana"),
        ("tel:912345678", "ana"),
        ("mailto:kos@example.com", "kos"),
    ):
        (listed,) = json.loads(typed(f"client list '{said}' --format json").out)
        assert listed["client"] == handle
        assert typed(f"show '{said}'").out.startswith(handle)
    assert typed("client list 'mailto: ?x'").out == ""
    assert "\\u202e" in typed("list '912\u202e 345 678'").err
    several = typed("show an")
    assert "'an' may be any of 2 clients: ana (Ana Ilić), kos (Ana Kos)." in several.err
    part = typed("purchase 'ana k' glow-10 --method card")
    assert (part.code, "Did you mean 'kos'?" in part.err) == (1, True)


@rule("R-1.21")
def test_a_number_or_an_address_is_kept_as_one_and_a_handle_is_made(typed: Typed) -> None:
    typed("purchase '912 345 678' glow-10 --method card --new-client")
    typed("purchase 'Rui.Faria@example.com' glow-10 --method card --new-client")
    typed("client add '913 345 678' --name 'Eva Sá'")

    clients = json.loads(typed("client list --format json").out)
    assert [(each["client"], each["phone"], each["email"]) for each in clients] == [
        ("client-5678", "+351912345678", None),
        ("eva-sa", "+351913345678", None),
        ("rui.faria", None, "Rui.Faria@example.com"),
    ]
    again = typed("client add '00351 913 345 678'")
    assert (again.code, "--shared" in again.err) == (1, True)
    assert typed("client add '913345678' --shared").out.startswith("client-5678-2")
    assert typed("client add 12345").code == 2


def test_clients_are_searched_sorted_and_limited(typed: Typed) -> None:
    typed("client add zoe --name 'Ana Ilić'")
    typed("client add ana --name 'Zoe Kos' --phone '912 345 678'")
    typed("client add bob")

    def found(line: str) -> list[str]:
        return [each["client"] for each in json.loads(typed(f"client list {line} --format json").out)]

    assert [found(each) for each in ("ilic", "912345", "'zo ko'", "an", "nobody")] == [
        *(["zoe"], ["ana"], ["ana"], ["ana", "zoe"], [])
    ]
    assert found("--sort name") == ["zoe", "ana", "bob"]
    assert found("--sort name --limit 2") == ["zoe", "ana"]
    assert "1 of 3." in typed("client list --limit 1").err
    assert "No client answers to 'nobody'." in typed("client list nobody").err


@rule("R-1.22")
def test_a_check_names_what_leads_to_several_until_they_are_said_to_share_it(
    typed: Typed, folder: Path
) -> None:
    typed("client add ana --phone '912 345 678'")
    typed("client add bea --phone '912 345 678' --shared")
    typed("purchase ana glow-10 --method card")
    assert "leads to" not in typed("ledger verify").err
    with closing(sqlite3.connect(folder / "ledger.jsonl.clients")) as older, older:
        older.execute("UPDATE clients SET shared = ''")

    said = typed("ledger verify")
    assert said.code == 0
    assert "The phone number '+351912345678' leads to ana, bea." in said.err
    typed("client edit bea --shared")
    assert "leads to" not in typed("ledger verify").err
