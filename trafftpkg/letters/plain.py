"""Letters of a few lines that are sent at once: links and codes to sign in with. They are never kept."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from trafftpkg.domain.value import Value, value
from trafftpkg.languages.telling import Telling
from trafftpkg.letters.smtp import domain_of


@value
class LetterWords(Value):
    """What a letter says; its subject comes after the business's name."""

    subject: str
    text: str


def sign_in_words(names: Telling, link: str, whom: str | None) -> LetterWords:
    """Return a letter with a link that somebody asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    if whom:
        lead = names.gettext(
            "Here is the link for %(client)s to sign in. It works once, and for 30 minutes:", client=whom
        )
    else:
        lead = names.gettext("Here is your link to sign in. It works once, and for 30 minutes:")
    end = names.gettext("If you did not ask for it, nothing happens, and you can forget this letter.")
    return LetterWords(subject=names.gettext("Your link to sign in"), text=_paragraphs(lead, link, end))


def code_words(names: Telling, code: str, whom: str | None) -> LetterWords:
    """Return a letter with the code that lets a client in, in the browser where it was asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    digits = f"{code[:3]} {code[3:]}"
    if whom:
        lead = names.gettext("Here is the code for %(client)s: %(code)s", client=whom, code=digits)
    else:
        lead = names.gettext("Here is your code: %(code)s", code=digits)
    use = names.gettext(
        "Please type it into the form that you are filling in. It works once, and for 10 minutes."
    )
    end = names.gettext("If you did not ask for it, nothing happens. Please tell the code to nobody.")
    return LetterWords(
        subject=names.gettext("%(code)s is your code", code=digits), text=_paragraphs(lead, f"{use}\n{end}")
    )


def welcome_words(names: Telling, link: str, until: str, paying: tuple[str, ...]) -> LetterWords:
    """Return a letter to a new client, with the way to their account.

    Args:
        until: By when they have to answer.
        paying: What they are to pay by bank transfer, in lines of its own; may be empty.
    """
    lead = names.gettext(
        "Thank you. Please open this link by %(when)s, so that we know that the address is yours. "
        "What you have just booked is given up otherwise.",
        when=until,
    )
    end = names.gettext(
        "It signs you in, once, until tomorrow. In your account you see what is left, and you book, move and "
        "cancel visits. Later links are sent to you whenever you ask for them."
    )
    text = _paragraphs(lead, link, end, *(["\n".join(paying)] if paying else []))
    return LetterWords(subject=names.gettext("Thank you, and your account"), text=text)


def _paragraphs(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


def plain_letter(sender: str, business: str, to: Address, words: LetterWords, at: datetime) -> EmailMessage:
    """Return a letter of text only, with a name of its own."""
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, to
    letter["Subject"] = f"{business}: {words.subject}"
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = make_msgid(domain=domain_of(sender))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(words.text)
    return letter
