"""Staff sign in, look up orders, search the shelf and open the vault, in several browsers."""

import re
import unicodedata

from hypothesis import strategies as st

from quintain.judge import answered, happened, names, rule, texts

BROWSERS = st.sampled_from(["first browser", "second browser"])
LONG = "ab" * 1200

PIECES = texts(
    "'",
    "' OR 1=1 --",
    "' UNION SELECT secret, 1 FROM vault --",
    " OR 1=1",
    "\nOR 1=1",
    "/**/OR/**/1=1",
    " UNION SELECT secret, 1 FROM vault",
    "%27",
    "＇",
    "''",
    '"',
    "\\",
    ";",
    " --",
    "/*",
    "*/",
    "%",
    "_",
    "&",
    "<b>",
)
SQL = st.lists(PIECES, min_size=1, max_size=3).map("".join)

ODD_PASSWORD = '{odd_password} -- "50%" (a_b); /* \\ & <tea> */ OR 1=1'
QUOTED_PASSWORD = "it's {odd_password}' OR 1=1 -- union select"
STAFF = (
    ("{clerk}", "{clerk_password}"),
    ("{owner}", "{owner_password}"),
    ("Zoë von {odd}", ODD_PASSWORD),
    ("O'{odd}", QUOTED_PASSWORD),
)
NAMES = texts("{owner}", "{clerk}", "O'{odd}", "Zoë von {odd}", "nobody", "", LONG)
PASSWORDS = texts("{owner_password}", "{clerk_password}", QUOTED_PASSWORD, ODD_PASSWORD, "", LONG)

NUMBERS = texts("{order_number}", "7", "8", "0", "1{order_number}", "number")
PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")

WORDS = texts("Earl", "earl grey", "{tea}", "100%", "Shepherd's", "Union Jack", '"loose"', "& <b>", "", LONG)
WILDCARDS = {"%", "_"}  # whether they are wildcards or letters is open
SHELF = (
    "Green {tea}",
    "Union Jack {tea}, select",
    '100% {tea} -- "loose" (50 g); /* new */ \\ & <b> = #1',
    "Shepherd's {tea}' or union select -- \"new\" /*",
    "Earl Grey",
)


def tail(strategy):
    """Draw a value, one with SQL behind it, or SQL alone."""
    return st.one_of(strategy, st.tuples(strategy, SQL).map("".join), SQL)


def sendable(play, text):
    """Fill in the canaries, and replace what no form can carry."""
    return play.fill(text).encode("utf-8", "replace").decode()


def folded(text):
    """Write a text as a program that trims or normalizes it may do."""
    return unicodedata.normalize("NFKC", text).strip()


PAIRS = st.one_of(st.sampled_from(STAFF), st.tuples(tail(NAMES), tail(PASSWORDS)))


@rule(browser=BROWSERS, pair=PAIRS)
def sign_in(play, browser, pair):
    """In the {browser}, somebody signs in with the name and password {pair}."""
    name, password = (sendable(play, text) for text in pair)
    staff = {(play.fill(each), play.fill(secret)) for each, secret in STAFF}
    client = play.client(browser)
    answer = client.post("/login", data={"name": name, "password": password})
    if (name, password) not in staff and (folded(name), folded(password)) in staff:
        client.cookies.clear()
        return None
    owners = vars(play.kept).setdefault("owners", set())
    if answer.status_code == 200 and name == play.canary.owner:
        owners.add(browser)
    elif browser in owners:  # whether a wrong password ends the owner's session is open
        owners.discard(browser)
        if answer.status_code != 200:
            client.cookies.clear()
    return answered(answer, lambda answer: answer.json()["role"])


@rule(browser=BROWSERS)
def open_vault(play, browser):
    """In the {browser}, somebody opens the vault."""
    return answered(play.client(browser).get("/vault"), lambda answer: play.canary.vault_secret in answer.text)


@rule(cookie=names("role", "name", "user"), value=texts("owner", "{owner}", "1"))
def forge(play, cookie, value):
    """In a new browser, somebody writes the cookie {cookie} with the value {value} and opens the vault."""
    written = f"{cookie}={sendable(play, value)}"
    header = re.sub(r"[^!-~]", "", written)
    answer = play.box.client().get("/vault", headers={"Cookie": header})
    landed = answer.status_code == 200 and play.canary.vault_secret in answer.text
    return happened(landed, "A cookie that anybody can write opens the vault.", "The cookie opens nothing.")


EVERY_ORDER = st.sampled_from([" OR 1=1", "\nOR 1=1", "/**/OR/**/1=1", "' OR 1=1 --"])


@rule(number=st.one_of(tail(NUMBERS), st.tuples(NUMBERS, EVERY_ORDER).map("".join)))
def look_up(play, number):
    """Somebody looks up the order {number}."""
    sent = sendable(play, number)
    answer = play.box.client().get("/orders", params={"number": sent})
    if PLAIN_NUMBER.fullmatch(sent):  # what every program reads alike
        return answered(answer, lambda answer: sorted(map(str, answer.json()["items"])))
    shown = {str(row[0]) for row in answer.json()["items"]} if answer.status_code == 200 else set()
    own = {play.canary.item, "Teapot"}
    return happened(
        not (shown <= own or shown <= {"Sieve"}),
        "What is no number shows more than one order.",
        "What is no number shows no more than one order.",
    )


@rule(text=tail(WORDS))
def look_for(play, text):
    """Somebody searches for {text}."""
    sent = sendable(play, text)
    answer = play.box.client().get("/search", params={"text": sent})
    if sent.isascii() and sent.isprintable() and sent == sent.strip() and not WILDCARDS & set(sent):
        return answered(answer, lambda answer: sorted(map(str, answer.json()["found"])))
    shown = {str(row[0]) for row in answer.json()["found"]} if answer.status_code == 200 else set()
    shelf = {play.fill(tea) for tea in SHELF}
    return happened(not shown <= shelf, "The search shows what is on no shelf.", "The search shows only the shelf.")
