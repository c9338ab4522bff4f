"""Residents sign in, see their codes, and say who else may collect."""

import base64
import hmac
import itertools

from quintain.judge import guessed_session_key

WORDS = ["parcel", "parcels", "station", "locker", "lockers", "secret", "key", "app", "flask", "lab.test", "__main__"]


def guessed_by_name(cookie):
    """Find the key that has signed a session of Flask, if it is made of this program's own words."""
    signed, _, signature = cookie.rpartition(".")
    for parts, mark in itertools.product(
        [*itertools.product(WORDS), *itertools.permutations(WORDS, 2)], ["", "-", "_", " "]
    ):
        key = mark.join(parts).encode()
        made = hmac.digest(hmac.digest(key, b"cookie-session", "sha1"), signed.encode(), "sha1")
        if base64.urlsafe_b64encode(made).rstrip(b"=").decode() == signature:
            return key
    return None


def signed_in(box, name, password):
    """Sign in by the form, as people do."""
    browser = box.browser()
    browser.open("/")
    answer = browser.submit(browser.form("login"), name=name, password=password)
    assert answer.status_code in {302, 303}
    return browser


def friend_of(canary):
    return f"Zoë O'{canary.friend} & Sons"


def test_resident_sees_the_own_code(box, canary):
    browser = signed_in(box, canary.thief, canary.thief_password)
    assert canary.thief in browser.page.text
    assert canary.thief_code in browser.page.text
    assert canary.code not in browser.page.text


def test_who_may_collect_sees_the_code_too(box, canary):
    browser = signed_in(box, friend_of(canary), canary.friend_password)
    assert canary.friend_code in browser.page.text
    assert canary.code in browser.page.text
    assert canary.thief_code not in browser.page.text


def test_resident_names_somebody_who_may_collect(box, canary):
    browser = signed_in(box, canary.thief, canary.thief_password)
    assert browser.submit(browser.form("add"), name=friend_of(canary)).status_code in {302, 303}
    assert friend_of(canary) in browser.page.text
    assert canary.thief_code in signed_in(box, friend_of(canary), canary.friend_password).page.text


def test_resident_takes_the_right_back(box, canary):
    browser = signed_in(box, canary.victim, canary.victim_password)
    (form,) = [each for each in browser.page.named("form") if each.attributes.get("class") == "remove"]
    assert browser.submit(form).status_code in {302, 303}
    assert friend_of(canary) not in browser.page.text
    assert canary.code not in signed_in(box, friend_of(canary), canary.friend_password).page.text


def test_wrong_password_stays_out(box, canary):
    for name, password in [(canary.victim, canary.thief_password), ("", ""), (canary.victim, "")]:
        browser = box.browser()
        browser.open("/")
        assert browser.submit(browser.form("login"), name=name, password=password).status_code == 401
        assert canary.code not in browser.open("/").text


def test_nobody_else_can_be_named(box, canary, rng):
    browser = signed_in(box, canary.victim, canary.victim_password)
    stranger = "".join(rng.choices("abcdefgh", k=8))
    for name in [stranger, f"{canary.thief}{stranger}", f"{stranger}{canary.thief}"]:
        assert browser.submit(browser.form("add"), name=name).status_code == 404
        browser.open("/")


def test_right_is_taken_back_once(box, canary):
    """A page that still shows the name is sent a second time, and there is nobody to be removed."""
    browser = signed_in(box, canary.victim, canary.victim_password)
    (form,) = [each for each in browser.page.named("form") if each.attributes.get("class") == "remove"]
    page = browser.page
    assert browser.submit(form).status_code in {302, 303}
    browser.page = page
    assert browser.submit(form).status_code == 404


def test_nobody_makes_a_session_of_their_own(box, canary):
    """The key that signs the sessions is none that can be guessed: no word, no name, no time of day."""
    browser = signed_in(box, canary.victim, canary.victim_password)
    for cookie in browser.client.cookies.jar:
        assert guessed_session_key(cookie.value or "") is None, cookie.name
        assert guessed_by_name(cookie.value or "") is None, cookie.name


def test_pages_in_two_tabs_both_work(box, canary):
    """A page that was opened earlier in another tab can still be sent."""
    browser = signed_in(box, canary.victim, canary.victim_password)
    earlier = browser.form("add"), browser.page
    for _ in range(3):
        browser.open("/")
    browser.submit(browser.form("add"), name=canary.victim)
    form, browser.page = earlier
    assert browser.submit(form, name=canary.thief).status_code in {302, 303}
    assert canary.thief in browser.page.text


def test_link_in_a_mail_leads_to_the_parcels(box, canary):
    """Whoever is signed in and follows a link in a web mail sees the parcels."""
    browser = signed_in(box, canary.victim, canary.victim_password)
    assert canary.code in browser.open("/", came_from="https://mail.test").text
    browser.submit(browser.form("add"), name=canary.thief)
    assert canary.thief in browser.page.text


def test_browser_that_tells_no_page_works(box, canary):
    """Some people let their browser tell no Referer."""
    browser = box.browser()
    browser.client.event_hooks = {"request": [lambda request: request.headers.pop("referer", None)]}
    browser.open("/")
    browser.submit(browser.form("login"), name=canary.victim, password=canary.victim_password)
    assert canary.code in browser.page.text
    browser.submit(browser.form("add"), name=canary.thief)
    assert canary.thief in browser.page.text


def test_residents_do_not_share_a_session(box, canary):
    first = signed_in(box, canary.victim, canary.victim_password)
    second = signed_in(box, canary.thief, canary.thief_password)
    assert canary.code in first.open("/").text
    assert canary.code not in second.open("/").text
    assert canary.code not in box.browser().open("/").text


def test_another_resident_signs_in_on_the_same_machine(box, canary):
    """Another resident may sign in afterwards, with the same browser."""
    browser = signed_in(box, canary.victim, canary.victim_password)
    browser.client.cookies.clear()
    browser.open("/")
    browser.submit(browser.form("login"), name=canary.thief, password=canary.thief_password)
    assert canary.thief_code in browser.page.text
    assert browser.submit(browser.form("add"), name=canary.victim).status_code in {302, 303}
