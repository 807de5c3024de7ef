"""How a client comes to each page."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.web.server import Server

Way = Callable[[Page, Server], None]


def _home(page: Page, server: Server) -> None:
    page.goto("/")
    page.locator("details").first.evaluate("each => each.open = true")


def _package(page: Page, server: Server, at: str = "14:00") -> None:
    page.goto("/")
    page.get_by_role("link", name="Choose First tide").click()
    page.locator("#v0-1-times .chip", has_text=at).click()


def _package_with_problems(page: Page, server: Server) -> None:
    _package(page, server)
    page.locator("form#choose").evaluate("each => each.noValidate = true")
    page.get_by_role("button", name="Review your booking").click()


def _summary(page: Page, server: Server, at: str = "14:00") -> None:
    _package(page, server, at)
    page.get_by_label("Your name").fill("Maria Filomena Vasconcelos de Albuquerque e Sousa")
    page.get_by_label("E-mail address").fill(f"{server.port}@example.com")
    page.get_by_label("Bank transfer").check()
    page.get_by_role("button", name="Review your booking").click()


def _done(page: Page, server: Server) -> None:
    _summary(page, server, "12:00")
    page.get_by_role("button", name="Buy for").click()


def _service(page: Page, server: Server) -> None:
    page.goto("/")
    page.get_by_role("link", name="Book Back and neck").click()


def _sign_in(page: Page, server: Server) -> None:
    page.goto("/sign-in")


def _link(page: Page, server: Server) -> None:
    page.goto(server.link_for("ana"))


def _account(page: Page, server: Server) -> None:
    _link(page, server)
    page.locator("main").get_by_role("button", name="Sign in").click()


def _past(page: Page, server: Server) -> None:
    _account(page, server)
    page.goto("/account?year=2026")


def _packages(page: Page, server: Server) -> None:
    _account(page, server)
    page.goto("/account/packages")


def _receipt(page: Page, server: Server) -> None:
    _packages(page, server)
    page.get_by_role("link", name="Receipt of Glow 10").click()


def _remaining(page: Page, server: Server) -> None:
    _packages(page, server)
    page.get_by_role("link", name="Book remaining visits of Glow 10").click()


def _several(page: Page, server: Server) -> None:
    _remaining(page, server)
    page.get_by_role("link", name="Book several visits").click()
    page.locator("#v0-1-times .weekday:enabled").nth(2).click()
    page.locator("#v0-1-times .chip:not(.chosen .chip)").nth(1).click()


def _transfer(page: Page, server: Server) -> None:
    _packages(page, server)
    page.get_by_text("Pay by bank transfer").first.click()
    page.get_by_role("link", name="Show the code").first.click()
    page.get_by_text("Pay by bank transfer").first.click()


def _redeeming(page: Page, server: Server) -> None:
    _remaining(page, server)
    page.get_by_role("link", name="Book Deep tissue massage").click()
    page.locator("#v0-1-times .chip").last.click()
    page.get_by_role("button", name="Review your booking").click()


def _cancel(page: Page, server: Server) -> None:
    _account(page, server)
    page.get_by_role("link", name="Cancel").first.click()


def _move(page: Page, server: Server) -> None:
    _account(page, server)
    page.get_by_role("link", name="Move").first.click()


def _cancelled(page: Page, server: Server) -> None:
    page.goto(server.link_for("eva"))
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.goto("/")
    page.get_by_role("link", name="Book Reflexology").click()
    page.locator("#v0-1-times .chip").first.click()
    page.get_by_role("button", name="Review your booking").click()
    page.get_by_role("button", name="Book it").click()
    page.goto("/account")
    page.get_by_role("link", name="Cancel").first.click()
    page.get_by_role("button", name="Cancel the visit").click()


def _booked(page: Page, server: Server) -> None:
    _redeeming(page, server)
    page.get_by_role("button", name="Book it").click()


def _no_times(page: Page, server: Server) -> None:
    page.goto("/")
    page.get_by_role("link", name="Book Float tank").click()
    page.get_by_label("Day").fill("2026-01-13")
    page.get_by_text("Nothing is free on").wait_for()


def _packages_over(page: Page, server: Server) -> None:
    _packages(page, server)
    page.get_by_role("link", name="Show past packages").click()


def _nowhere(page: Page, server: Server) -> None:
    page.goto("/nowhere")


def _link_over(page: Page, server: Server) -> None:
    page.goto("/sign-in/used-long-ago")


def _form_out_of_date(page: Page, server: Server) -> None:
    _service(page, server)
    page.context.clear_cookies()
    page.locator("form").evaluate("each => each.noValidate = true")
    page.get_by_role("button", name="Review your booking").click()


def _sign_in_by_mail(page: Page, server: Server) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("nobody@example.com")


def _letter_sent(page: Page, server: Server) -> None:
    _sign_in_by_mail(page, server)
    page.locator("main").get_by_role("button", name="Send me a link").click()


def front(page: Page, server: Server) -> None:
    page.goto("/")


def _nobody_gives(page: Page, server: Server) -> None:
    page.goto("/services/talk")


PAGES: dict[str, Way] = {
    "home": _home,
    "package": _package,
    "package-with-problems": _package_with_problems,
    "summary": _summary,
    "done": _done,
    "service": _service,
    "service-without-times": _no_times,
    "sign-in": _sign_in,
    "sign-in-link": _link,
    "account": _account,
    "account-past": _past,
    "account-cancelled": _cancelled,
    "packages": _packages,
    "packages-over": _packages_over,
    "receipt": _receipt,
    "remaining": _remaining,
    "several": _several,
    "transfer": _transfer,
    "redeeming": _redeeming,
    "booked": _booked,
    "cancel": _cancel,
    "move": _move,
    "nowhere": _nowhere,
    "link-over": _link_over,
    "form-out-of-date": _form_out_of_date,
}
BARE_PAGES: dict[str, Way] = {
    "home-empty": front,
    "service-that-nobody-gives": _nobody_gives,
    "account-empty": _account,
    "packages-empty": _packages,
    "sign-in-by-mail": _sign_in_by_mail,
    "letter-sent": _letter_sent,
}
"""Of a business that has nothing to sell yet, and a mail server."""
