"""Letters of a few lines that are sent at once: links and codes to sign in with. They are never kept."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from trafftpkg.domain.value import Value, value
from trafftpkg.letters.smtp import domain_of


@value
class LetterWords(Value):
    """What a letter says; its subject comes after the business's name."""

    subject: str
    text: str


def sign_in_words(link: str, whom: str | None) -> LetterWords:
    """Return a letter with a link that somebody asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    text = (
        f"Here is {f'the link for {whom}' if whom else 'your link'} to sign in. "
        "It works once, and for 30 minutes:\n\n"
        f"{link}\n\nIf you did not ask for it, nothing happens, and you can forget this letter.\n"
    )
    return LetterWords(subject="Your link to sign in", text=text)


def code_words(code: str, whom: str | None) -> LetterWords:
    """Return a letter with the code that lets a client in, in the browser where it was asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    text = (
        f"Here is {f'the code for {whom}' if whom else 'your code'}: {code[:3]} {code[3:]}\n\n"
        "Please type it into the form that you are filling in. It works once, and for 10 minutes.\n"
        "If you did not ask for it, nothing happens. Please tell the code to nobody.\n"
    )
    return LetterWords(subject=f"{code[:3]} {code[3:]} is your code", text=text)


def welcome_words(link: str, until: str, paying: str) -> LetterWords:
    """Return a letter to a new client, with the way to their account.

    Args:
        until: By when they have to answer.
        paying: What they are to pay by bank transfer, in lines of its own; may be empty.
    """
    text = (
        f"Thank you. Please open this link by {until}, so that we know that the address is yours.\n"
        "What you have just booked is given up otherwise.\n\n"
        f"{link}\n\n"
        "It signs you in, once, until tomorrow. In your account you see what is left, and you book,\n"
        "move and cancel visits. "
        "Later links are sent to you whenever you ask for them.\n"
        f"{paying}"
    )
    return LetterWords(subject="Thank you, and your account", text=text)


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
