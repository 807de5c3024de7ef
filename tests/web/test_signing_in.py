"""Signing in: by a link that works once, and by nothing else."""

import re
from datetime import timedelta

import pytest

from tests.rules import rule
from tests.web.shop import ADDRESS, Shop
from tests.web.visitor import ANY_TIME, Visitor, newcomer
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import replace
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.web.backend import Backend
from trafftpkg.web.courier import collect
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.safety.limits import CODES, LETTERS_FROM_ONE_PLACE, LETTERS_TO_ONE_CLIENT
from trafftpkg.web.secret_letters import LINK_VALID


def test_while_the_mail_server_is_down_the_page_says_so_to_everybody_alike(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    settings = PageSettings(backend=Backend(shop.desk()), folder=shop.folder / "catalog", address=ADDRESS)
    collect(settings)
    settings.backend.outbox.rest(settings.backend.now() + timedelta(minutes=5))
    browser = shop.browser()
    form = browser.get("/sign-in")

    answers = [
        form,
        *(browser.send(form, "/sign-in", email=f"{each}@example.com") for each in ("ana", "nobody")),
    ]

    for each in answers:
        assert "We cannot send e-mail at the moment" in each.words
    assert "we have sent you a link" not in answers[1].words
    assert answers[1].words == answers[2].words
    ana = newcomer(shop).says(email="ana@example.com").opens("Book Atlantic facial").at(ANY_TIME).reviews()
    ana.is_told("We know this e-mail address, but cannot send e-mail at the moment.")
    settings.backend.outbox.go_on()
    assert "We cannot send" not in browser.get("/sign-in").words


def test_who_is_the_first_to_ask_a_dead_mail_server_for_a_letter_hears_of_it(shop: Shop) -> None:
    shop.knows("ana")
    shop.mail.is_down = True  # type: ignore[union-attr]
    browser = shop.browser()
    form = browser.get("/sign-in")

    answers = [browser.send(form, "/sign-in", email=f"{each}@example.com") for each in ("ana", "nobody")]

    assert answers[0].words == answers[1].words
    assert "We cannot send e-mail at the moment" in answers[0].words
    ana = newcomer(shop).says(email="ana@example.com").opens("Book Atlantic facial").at(ANY_TIME).reviews()
    ana.is_told("We know this e-mail address, but cannot send e-mail at the moment.")


def test_a_link_signs_in_once(shop: Shop) -> None:
    shop.knows("ana")
    link = shop.link_for("ana")
    first, second = shop.browser(), shop.browser()
    shown = second.get(link)

    assert first.send(first.get(link), link).status == 303
    assert first.get("/account").status == 200

    again = second.send(shown, link)
    assert again.status == 410
    assert "This link no longer works." in again.words


def test_looking_at_a_link_does_not_use_it(shop: Shop) -> None:
    shop.knows("ana")
    link = shop.link_for("ana")

    pages = [shop.browser().get(link).status for _ in range(3)]

    assert pages == [200, 200, 200]


def test_a_link_ends(shop: Shop) -> None:
    shop.knows("ana")
    link = shop.link_for("ana")
    shop.now = "2026-01-05T11:00"

    assert shop.browser().get(link).status == 410


@pytest.mark.parametrize(
    "change", [lambda link: link[:-1], lambda link: link + "A", lambda link: link[:-2] + "AA"]
)
def test_a_link_cannot_be_made_up(shop: Shop, change: object) -> None:
    shop.knows("ana")

    assert shop.browser().get(change(shop.link_for("ana"))).status == 410  # type: ignore[operator]


def test_a_link_is_mailed_to_a_client(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()

    answer = browser.send(browser.get("/sign-in"), "/sign-in", email="Ana@Example.com")

    assert shop.mail is not None
    assert shop.mail.letters[0][0] == "ana@example.com"
    assert "If we know this address, we have sent you a link." in answer.words
    link = shop.mail.link()
    assert browser.send(browser.get(link), link).headers["location"] == "/account"


@rule("R-1.21")
def test_of_several_who_share_an_address_each_gets_a_letter_that_says_for_whom(shop: Shop) -> None:
    shop.knows("ana")
    twin = new_client("bea", name="Bea", email="ana@example.com")
    shop.desk().clients.add(replace(twin, shared=("email",)))
    browser = shop.browser()

    browser.send(browser.get("/sign-in"), "/sign-in", email="ana@example.com")

    assert shop.mail is not None
    assert [to for to, *_ in shop.mail.letters] == ["ana@example.com"] * 2
    texts = [" ".join(map(str, letter)) for letter in shop.mail.letters]
    assert ["the link for Ana" in texts[0], "the link for Bea" in texts[1]] == [True, True]


def test_the_answer_is_the_same_for_an_address_that_nobody_has(shop: Shop) -> None:
    shop.knows("ana")

    def asked(email: str) -> str:
        browser = shop.browser()
        return browser.send(browser.get("/sign-in"), "/sign-in", email=email).words

    assert asked("ana@example.com") == asked("nobody@example.com")
    assert shop.mail is not None
    assert len(shop.mail.letters) == 1


def test_a_handle_or_a_key_is_not_an_address(shop: Shop) -> None:
    key = shop.knows("ana")
    browser = shop.browser()

    for typed in ("ana", key):
        browser.send(browser.get("/sign-in"), "/sign-in", email=typed)

    assert shop.mail is not None
    assert shop.mail.letters == []


def test_after_signing_in_one_goes_on_where_one_was(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()
    path = browser.get("/account/packages").headers["location"]

    browser.send(browser.get(path), path, email="ana@example.com")

    assert shop.mail is not None
    link = shop.mail.link()
    assert browser.send(browser.get(link), link).headers["location"] == "/account/packages"


def test_where_to_go_on_cannot_be_forged(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()

    path = "/sign-in?next=https://elsewhere.example"
    browser.send(browser.get(path), path, email="ana@example.com")

    assert shop.mail is not None
    link = shop.mail.link()
    assert browser.send(browser.get(link), link).headers["location"] == "/account"


def test_signing_in_begins_a_new_session(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()
    link = shop.link_for("ana")
    page = browser.get(link)
    before = dict(browser.cookies)

    browser.send(page, link)

    assert browser.cookies != before
    assert shop.browser(cookies=before).get("/account").status == 303


def test_signing_out_ends_it(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")

    browser.send(browser.get("/account"), "/sign-out")

    assert browser.get("/account").status == 303


@rule("R-14.4")
def test_a_stolen_cookie_no_longer_works_once_its_owner_has_signed_out(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")
    thief = shop.browser(cookies=dict(browser.cookies))
    page = thief.get("/account")
    assert page.status == 200

    browser.send(browser.get("/account"), "/sign-out")

    assert thief.get("/account").status == 303
    assert thief.send(page, "/sign-out").status == 403
    assert shop.browser(cookies=dict(thief.cookies)).get("/account").status == 303


def test_signing_out_leaves_other_sessions(shop: Shop) -> None:
    shop.knows("ana")
    phone, desk = shop.signed_in("ana"), shop.signed_in("ana")

    phone.send(phone.get("/account"), "/sign-out")

    assert desk.get("/account").status == 200


@rule("R-14.4")
def test_the_desk_ends_all_sessions_of_a_client_and_links_not_used_yet(shop: Shop) -> None:
    ana, eva = shop.knows("ana"), shop.knows("eva")
    sessions = [shop.signed_in("ana"), shop.signed_in("ana")]
    other, link, later = shop.signed_in("eva"), shop.link_for("ana"), shop.browser()
    asked = later.get(link)

    shop.now = "2026-01-05T10:05"
    shop.desk().door.sign_out(ana, shop.desk().read_clock())

    assert ana != eva
    assert [shop.later(each, shop.now).get("/account").status for each in (*sessions, other)] == [
        303,
        303,
        200,
    ]
    assert later.send(asked, link).status == 410
    shop.now = "2026-01-05T10:06"
    assert shop.signed_in("ana").get("/account").status == 200


def test_a_session_of_an_entry_that_was_merged_ends_with_those_of_the_one_who_was_kept(shop: Shop) -> None:
    kept = shop.knows("ana")
    shop.knows("ana-2")
    browser = shop.signed_in("ana-2")
    shop.does(MergeClients(kept="ana", merged="ana-2", confirmed=True))
    assert shop.later(browser, shop.now).get("/account").status == 200

    shop.desk().door.sign_out(kept, shop.desk().read_clock())

    assert shop.later(browser, shop.now).get("/account").status == 303


def test_a_session_ends_by_itself(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")

    assert shop.later(browser, "2026-01-19T09:59").get("/account").status == 200
    assert shop.later(browser, "2026-01-19T10:00").get("/account").status == 303


def test_a_session_cannot_be_made_up(shop: Shop) -> None:
    key = shop.knows("ana")
    forged = {"__Host-trafftpkg": f"x {key} 9999999999"}

    assert shop.browser(cookies=forged).get("/account").status == 303


def _asks(shop: Shop, email: str, machine: str = "192.0.2.1") -> str:
    """Ask for a link, and return what is answered."""
    browser = shop.browser(machine=machine)
    answer = browser.send(browser.get("/sign-in"), "/sign-in", email=email)
    assert answer.status == 200
    return answer.words


def _letters(shop: Shop) -> int:
    assert shop.mail is not None
    return len(shop.mail.letters)


@rule("R-14.2")
def test_beyond_a_limit_the_answer_is_as_always_and_no_letter_goes(shop: Shop) -> None:
    shop.knows("ana")

    answers = {_asks(shop, "ana@example.com") for _ in range(9)}

    assert len(answers) == 1
    assert _letters(shop) == 3


@rule("R-14.2")
def test_a_stranger_who_asks_for_letters_keeps_nobody_from_signing_in(shop: Shop) -> None:
    shop.knows("ana")
    for typed in ("ana@example.com", "ANA@example.com", "ana@EXAMPLE.com") * 10:
        _asks(shop, typed, machine="198.51.100.7")
    before = _letters(shop)

    _asks(shop, "ana@example.com")

    assert _letters(shop) == before + 1


@rule("R-14.2")
def test_a_client_whose_letters_are_all_used_up_has_a_link_that_works(shop: Shop) -> None:
    shop.knows("ana")
    for number in range(30):
        _asks(shop, "ana@example.com", machine=f"198.51.100.{number}")
    assert _letters(shop) == LETTERS_TO_ONE_CLIENT.most
    shop.now = "2026-01-05T10:29"
    _asks(shop, "ana@example.com")
    assert _letters(shop) == LETTERS_TO_ONE_CLIENT.most

    link, browser = shop.mail.link() if shop.mail else "", shop.browser()
    assert browser.send(browser.get(link), link).status == 303

    shop.now = "2026-01-05T10:30"
    _asks(shop, "ana@example.com")
    assert _letters(shop) == LETTERS_TO_ONE_CLIENT.most + 1
    assert LETTERS_TO_ONE_CLIENT.within <= LINK_VALID


def test_letters_to_clients_are_limited_for_one_machine_whatever_server_answers(shop: Shop) -> None:
    for number in range(22):
        shop.knows(f"c{number}")

    for number in range(22):
        _asks(shop, f"nobody{number}@example.com")
        _asks(shop, f"c{number}@example.com")

    assert _letters(shop) == LETTERS_FROM_ONE_PLACE.most


def test_all_addresses_of_one_ipv6_network_are_one_machine(shop: Shop) -> None:
    shop.knows("ana")

    for number in range(5):
        _asks(shop, "ana@example.com", machine=f"2001:db8:1:2:{number}::1")
    _asks(shop, "ana@example.com", machine="2001:db8:1:3::1")

    assert _letters(shop) == 4


def test_a_link_is_not_kept_from_anybody_by_others_who_tried_links(shop: Shop) -> None:
    shop.knows("ana")
    link = shop.link_for("ana")
    browser = shop.browser()
    page = browser.get(link)

    # None of them is the link itself by chance: it has no other letters than a to f.
    tried = {browser.send(page, f"{link[:-4]}{number:03}x").status for number in range(40)}

    assert tried == {410}
    assert browser.send(page, link).status == 303


def test_without_a_mail_server_one_is_told_to_ask(shop: Shop) -> None:
    shop.mail = None

    assert "Please ask us for one" in shop.browser().get("/sign-in").words


def test_a_newcomer_is_mailed_the_way_to_their_account(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Choose Glow 10").pays("on-site").reviews_well().confirms()
    assert bruno.goes_to("/account").status == 303

    assert shop.mail is not None
    bruno.goes_to(shop.mail.link()).presses("")

    assert bruno.goes_to("/account/packages").sees("Glow 10")


def _is_known(shop: Shop) -> Visitor:
    """Ana, whom the business knows, chooses a time without having signed in."""
    shop.knows("ana")
    ana = newcomer(shop).says(name="Ana", email="ANA@example.com").opens("Choose First tide")
    return ana.at("16:00").pays("on-site")


def _key(shop: Shop, handle: str) -> ClientKey:
    found = shop.desk().clients.find(handle)
    assert found is not None
    return found.key


def _code(shop: Shop, letter: int = -1) -> str:
    assert shop.mail is not None
    found = re.search(r"code[^:]*: (\d{3} \d{3})\n", shop.mail.letters[letter][2])
    assert found is not None
    return found[1]


@rule("R-14.5")
def test_a_known_client_is_let_in_by_a_code_where_they_stand(shop: Shop) -> None:
    ana = _is_known(shop).reviews()
    assert ana.sees("We know this e-mail address, and have sent a code to it.")
    assert ana.sees("Six digits from our letter")
    assert shop.mail is not None
    assert shop.mail.letters[-1][0] == "ana@example.com"

    ana.says(code=_code(shop)).reviews_well()

    assert ana.sees("Mon 5 Jan 2026, 16:00")
    ana.confirms_and_goes_on()
    assert shop.purchases()[0].client == _key(shop, "ana")
    assert ana.browser.get("/account").status == 200


@rule("R-14.5")
def test_a_code_may_be_typed_with_the_digits_of_the_clients_own_script(shop: Shop) -> None:
    ana = _is_known(shop).reviews()

    ana.says(code=_code(shop).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))).reviews_well()

    assert ana.sees("Review your booking")


@rule("R-14.5")
def test_a_code_works_once_for_ten_minutes_and_only_in_the_session_that_asked(shop: Shop) -> None:
    ana = _is_known(shop).reviews()
    code = _code(shop)
    eve = newcomer(shop).says(email="ana@example.com", code=code).opens("Choose First tide").at("12:00")
    assert eve.pays("on-site").reviews().sees("This code is wrong or too old.")

    late = ana.comes_back("2026-01-05T10:11").says(code=code).reviews()
    assert late.sees("This code is wrong or too old.")
    assert ana.says(code="").reviews().sees("have sent a code to it")
    ana.says(code=_code(shop)).reviews_well()
    used = newcomer(shop).says(email="ana@example.com", code=_code(shop)).opens("Choose First tide")
    assert used.at("16:00").pays("on-site").reviews().sees("This code is wrong or too old.")


@rule("R-14.5")
def test_who_guesses_codes_is_stopped_even_with_the_right_one(shop: Shop) -> None:
    ana = _is_known(shop).reviews()
    code = _code(shop)
    wrong = "000 000" if code != "000 000" else "000 001"
    for _ in range(CODES.most):
        assert ana.says(code=wrong).reviews().sees("This code is wrong or too old.")

    assert ana.says(code=code).reviews().status == 429


@rule("R-14.5")
def test_where_several_have_an_address_the_code_says_who_it_is(shop: Shop) -> None:
    shop.knows("ana")
    shop.desk().clients.add(
        replace(new_client("rui", name="Rui", email="ana@example.com"), shared=("email",))
    )
    visitor = newcomer(shop).says(email="ana@example.com").opens("Choose First tide").at("12:00")
    visitor.pays("on-site").reviews()
    assert shop.mail is not None
    rui = next(n for n, letter in enumerate(shop.mail.letters) if "the code for Rui" in letter[2])

    visitor.says(code=_code(shop, rui)).reviews_well().confirms_and_goes_on()

    assert shop.purchases()[0].client == _key(shop, "rui")


def test_without_a_mail_server_a_known_client_is_asked_to_sign_in(shop: Shop) -> None:
    shop.mail = None

    assert _is_known(shop).reviews().sees("We already know a client with this e-mail address. Please sign in")
