"""The file of a new package: valid as it is, with comments that show what else can be declared."""

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.stores.catalogue.new_entries import first_service, in_columns, in_each, name_from

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
status: {status} @ visible: sold on the page and at the desk; hidden: at the desk only; archived: not any more
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
# refunds: pro-rata @ or list-price, or none: what clients are promised of what they have not used
# limit_per_client: {{purchases: 1, every: 30d}}
# members: 2 @ how many others the buyer may share it with; left out, none
# on_sale: {{from: 2027-01-01, until: 2027-03-31, sales: 50, new_clients_only: true}} @ keep what you need
# only: {{days: [mon-thu], hours: ["09:00-16:00"]}} @ visits it pays for; also locations, employees
# priority: 50 @ of several that could pay, the lower pays first
# redirect_url: https://studio.example/thanks
"""
"""The text after ` @ ` is aligned in a column."""


def new_package_text(package: str, catalogue: Catalogue, status: str = "hidden") -> str:
    """Return the file of a new package, with the catalogue's first service.

    Raises:
        BadArgumentError: the catalogue declares no service.
    """
    service, business = first_service(catalogue, package), catalogue.business
    text = _TEXT.format(
        id=package,
        name=name_from(package),
        status=status,
        service=service.id,
        visits=_VISITS,
        description=in_each(business.languages, "A sentence or two for the booking page."),
        amount=service.price * _VISITS,
        currency=business.currency,
        tax=next((each.id for each in business.taxes), ""),
        method=next(iter(business.payment_methods), ""),
    )
    return "".join(f"{in_columns(line)}\n" for line in text.splitlines())
