"""`trafftpkg init`: a business of one's own, from an empty folder."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from trafftpkg.cli.options import DryRunOption, FormatOption
from trafftpkg.cli.output import say, write_lines, write_object
from trafftpkg.cli.parsing import text
from trafftpkg.cli.session import session_of
from trafftpkg.domain.new_business import NewBusiness

USUAL_ZONE, USUAL_CURRENCY = "Europe/Lisbon", "EUR"
FIELDS = ("folder", "files", "name", "time_zone", "currency", "dry_run")
FolderArgument = Annotated[str, typer.Argument(metavar="DIR", help="Folder; made if it does not exist.")]
NameOption = Annotated[
    str | None,
    typer.Option(
        "--name", metavar="NAME", parser=text, help="Name of the business.  [default: the folder's]"
    ),
]
ZoneOption = Annotated[
    str | None,
    typer.Option("--time-zone", metavar="ZONE", parser=text, help="Time zone.  [default: this computer's]"),
]
CurrencyOption = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", parser=text, help="Currency.  [default: EUR]")
]


def command(
    ctx: typer.Context,
    folder: FolderArgument,
    name: NameOption = None,
    zone: ZoneOption = None,
    currency: CurrencyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Begin a business: a small catalogue of its own.

    Writes five short files with one package, which can be sold at once. Files
    that exist are never overwritten.

        trafftpkg init studio --currency EUR
    """
    known = zone or local_zone()
    business = NewBusiness(
        name=name or _name_of(folder),
        time_zone=known or USUAL_ZONE,
        currency=currency or USUAL_CURRENCY,
    )
    session = session_of(ctx)
    session.catalogue = str(Path(folder) / "catalog")
    files = session.desk.catalogue.begin_business(business, dry_run=dry_run)
    if form != "table":
        facts = (folder, files, business.name, business.time_zone, business.currency, dry_run)
        write_object(dict(zip(FIELDS, facts, strict=True)), form, FIELDS)
        return
    write_lines(str(Path(folder) / each) for each in files)
    if dry_run:
        say("note: this is a dry run; nothing was written.")
        return
    if known is None:
        say(f"note: this computer's time zone is not known, so {USUAL_ZONE} was written.")
    say("\n".join(_what_next(folder, business)))


def local_zone() -> str | None:
    """Return this computer's time zone, if it has one that is a place."""
    typed = os.environ.get("TZ", "").removeprefix(":")
    zone = typed or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return zone if "/" in zone and not zone.startswith(("/", "Etc/")) and _is_known(zone) else None


def _is_known(zone: str) -> bool:
    from zoneinfo import available_timezones

    return zone in available_timezones()


def _name_of(folder: str) -> str:
    """`mare-alta` is `Mare Alta`."""
    name = Path(folder).resolve().name.replace("-", " ").replace("_", " ").strip()
    return (name.title() if name.islower() else name) or "Our Studio"


def _what_next(folder: str, business: NewBusiness) -> Iterator[str]:
    """Yield what to type now, to be pasted as it is."""
    file = Path(folder) / "catalog" / "business.yaml"
    yield (
        f"{business.name} sells in {business.currency}, by the clocks of {business.time_zone}. The "
        f"ledger will keep both: if they are wrong, change them first, in {file}."
    )
    yield "Next:"
    if Path(folder).resolve() != Path.cwd():
        yield f"  cd {shlex.quote(folder)}"
    elsewhere = [each for each in ("TRAFFTPKG_CATALOG", "TRAFFTPKG_LEDGER") if os.environ.get(each)]
    if elsewhere:
        yield f"  unset {' '.join(elsewhere)}"
    yield "  trafftpkg catalog show"
    yield "  trafftpkg purchase ana massage-5 --new-client --method card"
