"""Neighbours ask for parcels, cards and names in two browsers, and ask each question twice: once with true SQL, once with false."""

import re
import string

from hypothesis import strategies as st

from quintain.judge import answered, happened, refuses, rule, texts

FINE = "what the promises say"
NUMBER = re.compile(r"[A-Z]{2}[0-9]{6}")
LONG = "ab" * 1100

BROWSERS = st.sampled_from(["first browser", "second browser"])
PIECES = texts(
    "'",
    '"',
    "''",
    "\\",
    "\\'",
    "' OR 1=1 --",
    '" OR 1=1 --',
    "' AND 1=2 UNION SELECT 1 --",
    "%27",
    "%2527",
    "＇",
    "ʼ",
    "/*",
    "*/",
    ";",
    "--",
    "\n",
    " ",
    "%",
    "_",
    "*",
    "?",
    "[a-z]",
    "!",
    "\0",
    "&",
)
TAILS = st.lists(PIECES, min_size=1, max_size=3).map("".join)
NUMBERS = texts("RR{here}", "RR{coming}", "LX400712", "LX400713", "LX400714", "lx400712", "RR{here}\n", "RR{here}0", "")
CARDS = texts(
    "PAR-{card}",
    "PAR-50%_{odd}",
    "PAR-\\{odd}",
    'PAR-\'"{odd}" OR 1=1 --',
    "PAR-*[{odd}]",
    "PAR-",
    "{card}",
    "%",
    "PAR-%",
    "____{card}",
    "PAR-*",
    "PAR-____________",
    "PAR-50xx{odd}",
    "",
    LONG,
)
PEOPLE = texts(
    "Ida {family}",
    "Max {family}",
    "O'{family}",
    'Zoë "Z." O\'{family} -- 50%_ \\; OR 1=1',
    "ida {family}",
    "O’{family}",
    "Ida%",
    "%",
    "",
    "Ida",
    LONG,
)
KEEPERS = texts("{keeper}", "{keeper}' --", "%", "", "{keeper} ", "' OR 1=1 --")
PASSWORDS = texts("{keeper_password}", "%", "", "' OR '1'='1", "{keeper_password}x")
WAITING = ("Ida {family}", "O'{family}", 'Zoë "Z." O\'{family} -- 50%_ \\; OR 1=1')
SOLD = ("PAR-{card}", "PAR-50%_{odd}", "PAR-\\{odd}", 'PAR-\'"{odd}" OR 1=1 --', "PAR-*[{odd}]")

QUOTES = st.sampled_from(["'", '"', "\\'", "''", "＇", "%27", "%2527", "'\"", "'\\\"", "!'", "\\\\'", "\n'", ""])
QUESTIONS = st.sampled_from(
    [
        "{start}{quote} AND {condition} --",
        "{start}{quote} OR {condition} --",
        "{start}{quote} OR {condition} OR {quote}",
        "{start}{quote} OR {quote}1{quote}={quote}{digit}",
        "{start}{quote}||(SELECT CASE WHEN {condition} THEN abs(-9223372036854775808) ELSE '' END)||{quote}",
        "{start}{quote}/**/OR/**/{condition}/**/OR/**/{quote}",
        "{start}\nx{quote} OR {condition} --",
        "{start} OR {condition}",
    ]
)
PATHS = st.sampled_from(["number", "code", "name"])


def tail(strategy):
    """Draw a value, one with SQL behind or before it, or SQL alone."""
    joined = [st.tuples(strategy, TAILS).map("".join), st.tuples(TAILS, strategy).map("".join)]
    return st.one_of(strategy, strategy, *joined, TAILS)


def sendable(play, text):
    return play.fill(text).encode("utf-8", "replace").decode()


def ask_number(play, number):
    return play.box.client().get("/arrived", params={"number": number})


def ask_card(play, code):
    return play.box.client().get("/card", params={"code": code})


def ask_name(play, name):
    client = play.box.client()
    client.post("/neighbour", data={"name": name})
    return client.get("/waiting")


@rule(number=tail(NUMBERS))
def arrived(play, number):
    """Somebody asks for the parcel {number}."""
    sent = sendable(play, number)
    answer = ask_number(play, sent)
    if NUMBER.fullmatch(sent):
        return answered(answer, lambda answer: answer.json()["arrived"])
    is_yes = answer.status_code == 200 and answer.json().get("arrived") is not False
    return happened(is_yes, "What is no number has arrived.", "What is no number has not arrived.")


@rule(code=tail(CARDS), case=st.sampled_from([str, str, str.swapcase, str.upper]))
def card(play, code, case):
    """Somebody asks for the gift card {code}, perhaps in other capitals."""
    sent = case(sendable(play, code))
    answer = ask_card(play, sent)
    known = {play.fill(each).lower() for each in SOLD}
    if sent.isascii() and all(letter in string.printable for letter in sent):
        if sent.lower() not in known and sent.strip().lower() in known:
            return FINE
        return answered(answer, lambda answer: answer.json()["good"])
    if "\0" in sent:  # where SQLite ends a text in a pattern; the rest of the code is not compared
        return FINE
    is_good = answer.status_code == 200 and answer.json().get("good") is not False
    if is_good and sent.strip().casefold() in {each.casefold() for each in known}:
        return FINE
    return happened(is_good, "A card is valid that nobody has sold.", FINE)


@rule(browser=BROWSERS, name=tail(PEOPLE))
def tell_name(play, browser, name):
    """In the {browser}, somebody tells the name {name}."""
    sent = sendable(play, name)
    return answered(
        play.client(browser).post("/neighbour", data={"name": sent}), lambda answer: answer.json() == {"hello": sent}
    )


@rule(browser=BROWSERS)
def wait(play, browser):
    """In the {browser}, somebody asks whether a parcel is waiting."""
    answer = play.client(browser).get("/waiting")
    return answered(answer, lambda answer: (answer.json()["neighbour"], answer.json()["waiting"]))


@rule(name=tail(KEEPERS), password=tail(PASSWORDS))
def open_safe(play, name, password):
    """Somebody opens the safe as {name} with the password {password}."""
    sent = {"name": sendable(play, name), "password": sendable(play, password)}
    answer = play.box.client().post("/safe", data=sent)
    return answered(answer, lambda answer: play.canary.safe_code in answer.text)


@rule(path=PATHS, start=NUMBERS | CARDS | PEOPLE, question=QUESTIONS, quote=QUOTES)
def ask_twice(play, path, start, question, quote):
    """Somebody sends a {path} that begins with {start}, with a true and with a false condition: {question}, quote {quote}."""
    ask = {"number": ask_number, "code": ask_card, "name": ask_name}[path]
    seen = []
    for digit in "12":
        sent = sendable(play, start) + question.format(start="", quote=quote, condition=f"1={digit}", digit=digit)
        answer = ask(play, sent)
        seen.append((answer.status_code, answer.text.replace(sent, "") if path != "name" else answer.json()["waiting"]))
    if path != "number" and any(status >= 500 for status, _ in seen):
        return refuses("an error of the server")
    return happened(
        seen[0] != seen[1],
        "The answers to a true and a false condition differ, so each question tells an attacker one bit.",
        "True and false conditions get the same answer.",
    )
