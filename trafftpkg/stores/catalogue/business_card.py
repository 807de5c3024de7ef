"""The keys of business.yaml that clients are shown: contact, what the law asks, account, look, letters."""

from trafftpkg.domain.letters import REMINDERS, ReminderLetterKind
from trafftpkg.stores.catalogue import field_types as t
from trafftpkg.stores.catalogue.model import Declared, left_out, needed

OpeningHours = dict[t.Weekdays, list[t.ShiftText]]


class Contact(Declared):
    """How clients reach the business."""

    address: list[t.Text] = left_out([], "The lines of its address, as on a letter.")
    phone: t.Text | None = left_out(
        None, "Its phone number, as people read it. With a country's code, or a `region`, it is a link."
    )
    email: t.Email | None = left_out(None, "Its e-mail address.")
    hours: OpeningHours = left_out(
        {},
        'When it is open, as clients are told: {mon-fri: ["09:00-18:00"]}. It decides nothing: what can be '
        "booked follows from the hours of employees.",
    )


class Legal(Declared):
    """What the law asks a business to show."""

    tax_number: t.Text | None = left_out(None, "Its number for taxes. Receipts show it.")
    imprint: t.Url | None = left_out(None, "The address of its imprint.")
    privacy: t.Url | None = left_out(None, "The address of its privacy policy.")
    terms: t.Url | None = left_out(None, "The address of its terms of business.")


class Bank(Declared):
    """The account that transfers go to."""

    holder: t.Text = needed("Whose account it is.")
    iban: t.Iban = needed("Its number.")
    bic: t.Bic | None = left_out(None, "The bank's code, where clients need it.")


class Look(Declared):
    """What the page shows of the business."""

    logo: t.File | None = left_out(None, "A picture, above every page.")
    color: t.Colour = left_out(None, "The colour of buttons and links.")


class Mailing(Declared):
    """Which letters the business sends."""

    copy_news: t.Flag = left_out(
        "true", "Whether the contact's e-mail address gets a copy of each letter that is no reminder."
    )
    reminders: list[ReminderLetterKind] = left_out(
        list(REMINDERS), "The reminders that `letters send` sends. An empty list: none."
    )
