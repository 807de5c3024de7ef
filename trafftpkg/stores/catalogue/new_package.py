"""The file of a new package: valid as it is, with comments that show what else can be declared."""

import os
from contextlib import suppress
from pathlib import Path

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.stores.catalogue.files import package_file
from trafftpkg.stores.catalogue.text_forms import is_id

_VISITS = 5

_TEXT = """\
# yaml-language-server: $schema=../.schema/package.json
#
# The file name is the id: trafftpkg purchase CLIENT {id}. Lines that begin with # are optional.
# When you are done, check it: trafftpkg catalog check. Then look at it: trafftpkg catalog show {id}
name: "{name}"
# description: {description}
# image: images/{id}.jpg @ below the catalogue's folder
# gallery: [images/room.jpg]
# color: "#3F8EFC" @ in quotes: an unquoted # starts a comment
# position: 10 @ lower comes first on the page
status: hidden @ staff may sell it; visible: on the page, too; archived: only redeemed
unit: session @ hour: then max and total are hours, as 4, 0.5 or 90m
services:
  # min: appointments to be booked when buying (max_at_purchase: at most). max: ever. uses: sessions each.
  - {{service: {service}, min: 0, max: {visits}, uses: 1}}
# total: {visits} @ of all services together; left out, all that the maxima allow
price:
  amount: {amount} @ {currency}, as clients see it
  # original: {amount} @ to be struck through on the page
  # taxes: [{tax}] @ of business.yaml
  # payment_methods: [{method}] @ left out, all of the business's
  # deposit: {{percent: 30}} @ this much paid, and it can be redeemed
  # pay_within: 7d
validity: {{months: 6}} @ or days, weeks, years, until: 2027-12-31; left out, it never expires
# validity_from: first-appointment @ and not the purchase
# redeem_by: booking @ it must be booked before the end; the visit may come later
# limit_per_client: {{purchases: 1, every: 30d}}
# members: 2 @ how many others the buyer may share it with; left out, none
# on_sale: {{from: 2027-01-01, until: 2027-03-31, sales: 50, new_clients_only: true}} @ keep what you need
# only: {{days: [mon-thu], hours: ["09:00-16:00"]}} @ visits it pays for; also locations, employees
# priority: 50 @ of several that could pay, the lower pays first
# redirect_url: https://studio.example/thanks
"""
"""The text after ` @ ` is aligned in a column."""


def new_package_text(package: str, catalogue: Catalogue) -> str:
    """Return the file of a new package, with the catalogue's first service.

    Raises:
        BadArgumentError: the id is not valid.
        BadArgumentError: the catalogue declares no service.
    """
    if not is_id(package):
        raise BadArgumentError(field="package", reason="not_an_id", given=package)
    service = next(iter(catalogue.services.values()), None)
    if service is None:
        raise BadArgumentError(field="package", reason="no_service", given=package)
    business = catalogue.business
    text = _TEXT.format(
        id=package,
        name=package.replace("-", " ").capitalize(),
        service=service.id,
        visits=_VISITS,
        description=_in_each(business.languages, "A sentence or two for the booking page."),
        amount=service.price * _VISITS,
        currency=business.currency,
        tax=next((each.id for each in business.taxes), ""),
        method=next(iter(business.payment_methods), ""),
    )
    return "".join(f"{_in_columns(line)}\n" for line in text.splitlines())


def _in_each(languages: tuple[str, ...], text: str) -> str:
    """Return a text as it is written for all languages: `{en: …, pt: …}`."""
    if len(languages) == 1:
        return text
    return f"{{{', '.join(f'{language}: {text}' for language in languages)}}}"


def _in_columns(line: str) -> str:
    said, comment, words = line.partition(" @ ")
    return f"{said:<33} # {words}" if comment else line


def begun(folder: Path, package: str, catalogue: Catalogue, *, dry_run: bool) -> tuple[str, str]:
    """Write the file of a new package, and return its name and text. Never overwrites a file.

    Raises:
        BadArgumentError: the id is not valid.
        BadArgumentError: the file exists already, or the catalogue declares no service.
        StoreUnavailableError: the folder cannot be written.
    """
    text = new_package_text(package, catalogue)
    target = folder / package_file(package)
    if target.exists():
        raise _already_there(target)
    if not dry_run:
        _put_whole(target, text)
    return package_file(package), text


def _put_whole(target: Path, text: str) -> None:
    # Hidden files are not read, so nobody reads it half-written.
    unfinished = target.with_name(f".{target.stem}.{os.getpid()}.yaml")
    try:
        target.parent.mkdir(exist_ok=True)
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _name_finally(unfinished, target)
    except OSError as error:
        raise failed(str(target), error, writing=True) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _name_finally(unfinished: Path, target: Path) -> None:
    """Give a file its name, unless the name is taken: a rename would overwrite the other file."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise _already_there(target) from None


def _already_there(file: Path) -> BadArgumentError:
    return BadArgumentError(field="package", reason="exists", thing=str(file))
