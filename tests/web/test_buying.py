"""Buying a package: one request, all of it or nothing, once."""

from threading import Thread

import pytest

from tests.web.asgi_browser import Answer, AsgiBrowser
from tests.web.shop import Shop, time_of
from trafftpkg.domain.balance import status_of

BRUNO = {"name": "Bruno Sá", "email": "bruno@example.com", "phone": ""}


def test_the_first_free_day_and_a_single_employee_and_location_are_chosen_already(shop: Shop) -> None:
    words = _form(shop, "First tide")[2].words

    assert "With Inês Where Chiado" in words
    assert "5 January 2026" in words


def test_a_newcomer_buys_with_the_minimum_booked(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="on-site")
    assert "Atlantic facial Mon 5 Jan 2026, 12:00–12:50 with Inês, Chiado" in summary.words
    assert "€79.00" in summary.words

    done = browser.send(summary, path, go="buy")

    (purchase,) = shop.purchases()
    (visit,) = shop.appointments()
    assert done.status == 303
    assert visit.allocation[0].purchase == purchase.id
    assert shop.entries() == 1
    client = shop.desk().clients.find("bruno@example.com")
    assert client is not None
    assert (client.key, client.name) == (purchase.client, "Bruno Sá")


def test_after_buying_the_browser_goes_to_the_packages_own_address(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="on-site")

    done = browser.send(summary, path, go="buy")

    assert done.headers["location"] == "https://marealta.example/obrigado"
    assert "form-action 'self' https://marealta.example;" in summary.headers["content-security-policy"]


def test_buying_without_the_minimum_is_refused(shop: Shop) -> None:
    browser, path, page = _form(shop, "First tide")

    answer = browser.send(page, path, **BRUNO, method="on-site", go="summary")

    assert answer.status == 422
    assert "Please choose a time for Atlantic facial." in answer.words
    assert shop.entries() == 0


def test_a_forged_form_without_the_minimum_is_refused_by_the_engine(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="on-site")

    answer = browser.post(path, {**summary.fields(), "v0-1-time": "", "go": "buy"})

    assert answer.status == 422
    assert shop.entries() == 0


def test_what_is_not_required_can_be_left_for_later(shop: Shop) -> None:
    browser, path, page = _form(shop, "Glow 10")
    summary = browser.send(page, path, **BRUNO, method="on-site", go="summary")
    assert "None yet. You can book them in your account." in summary.words

    browser.send(summary, path, go="buy")

    assert len(shop.purchases()) == 1
    assert shop.appointments() == ()


def test_more_visits_of_a_service_can_be_chosen(shop: Shop) -> None:
    browser, path, page = _form(shop, "Glow 10")
    more = browser.send(page, path, go="more.0")
    days = {"v0-1-day": "2026-01-13", "v0-2-day": "2026-01-14"}
    shown = browser.send(more, path, **days, go="times")
    times = {f"{row}-time": time_of(shown, row, "10:00") for row in ("v0-1", "v0-2")}
    summary = browser.send(shown, path, **BRUNO, **times, method="on-site", go="summary")

    browser.send(summary, path, go="buy")

    assert [f"{each.visit.starts_at:%d %H:%M}" for each in shop.appointments()] == ["13 10:00", "14 10:00"]
    assert shop.entries() == 1


@pytest.mark.parametrize(("second", "overlaps"), [("10:00", True), ("10:45", True), ("11:00", False)])
def test_two_visits_chosen_for_one_time_are_told_at_the_later_one(
    shop: Shop, second: str, overlaps: bool
) -> None:
    browser, path, page = _form(shop, "Glow 10")
    more = browser.send(page, path, go="more.0")
    days = {"v0-1-day": "2026-01-13", "v0-2-day": "2026-01-13"}
    shown = browser.send(more, path, **days, go="times")
    times = {"v0-1-time": time_of(shown, "v0-1", "10:00"), "v0-2-time": time_of(shown, "v0-2", second)}

    answer = browser.send(shown, path, **BRUNO, **times, method="on-site", go="summary")

    assert answer.status == (422 if overlaps else 200)
    assert ("You chose another visit at this time." in answer.words) is overlaps


def test_sending_the_form_twice_buys_once(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="on-site")

    first = browser.send(summary, path, go="buy")
    second = browser.send(summary, path, go="buy")

    assert first.headers["location"] == second.headers["location"]
    assert shop.entries() == 1


def test_a_double_click_buys_once(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="bank-transfer")
    answers: list[Answer] = []
    clicks = [Thread(target=lambda: answers.append(browser.send(summary, path, go="buy"))) for _ in range(2)]

    for click in clicks:
        click.start()
    for click in clicks:
        click.join()

    assert [each.status for each in answers] == [303, 303]
    assert len(shop.purchases()) == 1


def test_a_form_sent_again_with_other_choices_is_refused(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="on-site")
    browser.send(summary, path, go="buy")

    other = browser.post(path, {**summary.fields(), "method": "bank-transfer", "go": "buy"})

    assert other.status == 409
    assert "You already sent this form with other choices" in other.words
    assert shop.entries() == 1


def test_a_time_that_was_taken_meanwhile_is_refused_and_nothing_is_bought(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="on-site")
    shop.knows("eva")
    shop.books("facial", for_="eva", at="2026-01-05T12:00", without_package=True)

    answer = browser.send(summary, path, go="buy")

    assert answer.status == 409
    assert "Inês is no longer free on Mon 5 Jan 2026, 12:00." in answer.words
    assert shop.purchases() == ()
    assert shop.desk().clients.find("bruno@example.com") is None


@pytest.mark.parametrize("package", ["goodwill", "summer-2025"])
def test_hidden_and_archived_packages_cannot_be_bought_even_with_a_forged_form(
    shop: Shop, package: str
) -> None:
    browser, _, page = _form(shop, "Glow 10")
    path = f"/packages/{package}"

    shown = browser.get(path)
    sent = browser.send(page, path, **BRUNO, method="on-site", go="buy")

    assert (shown.status, sent.status) == (404, 404)
    assert shop.entries() == 0


def test_who_tries_names_does_not_learn_which_packages_are_hidden(shop: Shop) -> None:
    browser = shop.browser()

    assert browser.get("/packages/goodwill").words == browser.get("/packages/no-such").words
    assert browser.get("/packages/summer-2025").words != browser.get("/packages/no-such").words


@pytest.mark.parametrize("method", ["card", "cash", "", "gold"])
def test_a_way_to_pay_that_is_not_offered_is_refused(shop: Shop, method: str) -> None:
    browser, path, page = _form(shop, "Twenty mornings")

    answer = browser.send(page, path, **BRUNO, method=method, go="summary")

    assert answer.status == 422
    assert "Please choose how you pay." in answer.words


def test_a_price_that_changed_since_the_summary_is_not_charged(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="on-site")
    file = shop.folder / "catalog/packages/first-tide.yaml"
    file.write_text(file.read_text().replace("79.00", "89.00"))

    answer = shop.browser(cookies=browser.cookies).send(summary, path, go="buy")

    assert answer.status == 409
    assert "Something has changed since you opened this page." in answer.words
    assert shop.entries() == 0


def test_nobody_buys_in_the_name_of_a_client_by_knowing_their_address(shop: Shop) -> None:
    shop.knows("ana")
    browser, path, page = _form(shop, "Glow 10")

    answer = browser.send(page, path, name="Ana", email="ANA@example.com", method="on-site", go="summary")

    assert answer.status == 409
    assert "We already know a client with this e-mail address. Please sign in first" in answer.words


def test_a_client_who_is_signed_in_buys_for_themselves(shop: Shop) -> None:
    key = shop.knows("ana")
    browser = shop.signed_in("ana")
    path = browser.get("/").link("Choose Glow 10")
    page = browser.get(path)
    assert "You are signed in as Ana" in page.words

    browser.send(browser.send(page, path, method="on-site", go="summary"), path, go="buy")

    assert [each.client for each in shop.purchases()] == [key]


def test_a_limit_per_client_is_told(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")
    shop.sells("first-tide", to="ana", overrides=("minimum",), reason="as agreed")
    path = browser.get("/").link("Choose First tide")
    page = browser.get(path)
    time = time_of(page, "v0-1", "12:00")

    answer = browser.send(page, path, method="on-site", go="summary", **{"v0-1-time": time})

    assert "First tide can be bought only once, and you have bought it already." in answer.words


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": ""}, "Please tell us your name."),
        ({"email": ""}, "Please give us your e-mail address."),
        ({"email": "bruno"}, "An e-mail address looks like ana@example.com."),
        ({"email": "a@c..com"}, "An e-mail address looks like ana@example.com."),
        ({"email": "root,postmaster,c@example.com"}, "An e-mail address looks like ana@example.com."),
        ({"name": "n" * 201}, "This text has 201 characters. Please use at most 200."),
        ({"email": "e" * 300 + "@example.com"}, "This text has 312 characters. Please use at most 254."),
        ({"phone": "1" * 41}, "This text has 41 characters. Please use at most 40."),
        ({"phone": "none"}, "A phone number has digits, as in +353 1 234 5678."),
    ],
)
def test_what_is_missing_is_said_at_its_field(shop: Shop, fields: dict[str, str], problem: str) -> None:
    browser, path, page = _form(shop, "Glow 10")

    answer = browser.send(page, path, **{**BRUNO, **fields}, method="on-site", go="summary")

    assert answer.status == 422
    assert problem in answer.words
    assert f'aria-describedby="{next(iter(fields))}-problem"' in answer.text


def test_a_long_name_is_kept_whole_and_an_address_in_one_spelling(shop: Shop) -> None:
    browser, path, page = _form(shop, "Glow 10")
    assert "maxlength" not in page.text
    who = {"name": "n" * 200, "email": "Bruno@M\u0075\u0308nchen.example"}

    browser.send(browser.send(page, path, **who, method="on-site", go="summary"), path, go="buy")

    (client,) = shop.desk().clients.clients()
    assert (client.name, client.email) == ("n" * 200, "Bruno@münchen.example")


def test_a_day_without_free_times_offers_the_next_that_have_some(shop: Shop) -> None:
    browser, path, page = _form(shop, "First tide")

    answer = browser.send(page, path, **{"v0-1-day": "2026-01-11"}, go="times")

    assert "Nothing is free on 11 January 2026. The next free days: Mon 12 Jan 2026" in answer.words
    assert time_of(browser.send(answer, path, go="day.v0-1.2026-01-12"), "v0-1", "09:00")


def test_a_pending_purchase_holds_its_visits_and_is_not_usable(shop: Shop) -> None:
    browser, path, summary = _summary(shop, "First tide", "12:00", method="bank-transfer")

    done = browser.get(browser.send(summary, path, go="buy").headers["location"])

    (purchase,) = shop.purchases()
    assert status_of(purchase, shop.desk().read_clock(), "Europe/Lisbon") == "pending"
    assert "Amount €79.00 Payment reference pur-1 Until Mon 12 Jan 2026, 10:00" in done.words
    assert "We keep the visits below for you. You can book more when the package is paid" in done.words
    assert "Atlantic facial Mon 5 Jan 2026, 12:00–12:50" in done.words


def _form(shop: Shop, package: str) -> tuple[AsgiBrowser, str, Answer]:
    browser = shop.browser()
    path = browser.get("/").link(f"Choose {package}")
    return browser, path, browser.get(path)


def _summary(shop: Shop, package: str, clock: str, method: str) -> tuple[AsgiBrowser, str, Answer]:
    browser, path, page = _form(shop, package)
    fields = {**BRUNO, "method": method, "v0-1-time": time_of(page, "v0-1", clock)}
    summary = browser.send(page, path, **fields, go="summary")
    assert summary.status == 200, summary.words
    return browser, path, summary
