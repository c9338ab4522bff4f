"""A secret in the wrong hands is seen, however it is written; in the right hands it is nobody's business."""

import bz2
import string
from base64 import b32encode, b64encode, urlsafe_b64encode
from codecs import encode
from collections.abc import Callable, Mapping
from html import escape
from itertools import permutations
from json import dumps
from urllib.parse import quote
from zlib import compress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.suspect.tripwire import INSIDE, Text, Trip, Tripwire
from quintain.packs.model.lab import Canary, CanaryKind

TOKEN = "canary-1f0c9a7b3d5e"
PASSWORD = "aB3dE5gH7jK9mN1p"
WORD = "orchidqz"
NUMBER = "482913"


def watch(audience: tuple[str, ...] = ("nobody",), planted: Mapping[str, bytes] | None = None) -> Tripwire:
    """Watch one secret of each kind; who knows the password belongs to their audience if that names it."""
    canaries = {
        "token": Canary(CanaryKind.TOKEN, audience),
        "word": Canary(CanaryKind.WORD, audience),
        "number": Canary(CanaryKind.NUMBER, audience),
        "password": Canary(CanaryKind.PASSWORD, ("nobody",)),
    }
    drawn = {"token": TOKEN, "word": WORD, "number": NUMBER, "password": PASSWORD}
    return Tripwire(canaries, drawn, planted or {})


def trip_over(text: str) -> Trip | None:
    """Tell what a stranger trips over who gets a text."""
    tripwire = watch()
    tripwire.receiver("a visitor").got([text])
    return tripwire.trip


@pytest.mark.parametrize(
    ("written", "form"),
    [
        (lambda secret: f"<p>{secret}</p>", ""),
        (str.upper, ""),
        (lambda secret: secret[::-1], ", backwards"),
        (lambda secret: encode(secret, "rot13"), ", each letter moved by thirteen"),
        (lambda secret: secret.encode().hex(), ", in hexadecimal"),
        (lambda secret: ":".join(f"{ord(letter):02X}" for letter in secret), ", in hexadecimal"),
        (lambda secret: "".join(f"%{ord(letter):02x}" for letter in secret), ", in hexadecimal"),
        (lambda secret: "".join(f"\\x{ord(letter):02x}" for letter in secret), ", as escapes"),
        (lambda secret: "".join(f"\\u{ord(letter):04x}" for letter in secret), ", as escapes"),
        (lambda secret: "".join(f"&#{ord(letter)};" for letter in secret), ", as numbers of its letters"),
        (lambda secret: dumps(list(secret.encode())), ", as numbers of its letters"),
        (lambda secret: "".join(f"\\{ord(letter):03o}" for letter in secret), ", as octal numbers of its letters"),
        (lambda secret: " ".join(f"{ord(letter):08b}" for letter in secret), ", in binary"),
        (lambda secret: dumps(list(secret)), ", with something between its letters"),
        ("\n".join, ", with something between its letters"),
    ],
)
@pytest.mark.parametrize("secret", [TOKEN, WORD, PASSWORD])
def test_secret_is_seen_however_it_is_written(written: Callable[[str], str], form: str, secret: str) -> None:
    """In the codes that programs write, not only as it is."""
    trip = trip_over(f"before {written(secret)} behind")
    assert trip is not None, written(secret)
    assert trip.form == form


@pytest.mark.parametrize(
    ("secret", "written", "form"),
    [
        (NUMBER, "costs 482,913 cents", ", in groups of digits"),
        (NUMBER, "costs 482.913 cents", ", in groups of digits"),
        (NUMBER, "costs 482\N{NO-BREAK SPACE}913 cents", ", in groups of digits"),
        (NUMBER, "\uff14\uff18\uff12\uff19\uff11\uff13", ""),
        (TOKEN, TOKEN.translate({code: code + 0xFEE0 for code in range(33, 127)}), ""),
        (WORD, WORD.translate({code: code + 0xFEE0 for code in range(33, 127)}), ""),
        (TOKEN, dumps(TOKEN.translate({code: code + 0xFEE0 for code in range(33, 127)})), ""),
        (TOKEN, TOKEN[:-1] + "*", ", but for one or two letters"),
        (TOKEN, "..." + TOKEN[-11:], ", but for one or two letters"),
        (TOKEN, TOKEN[7:9] + "-" + TOKEN[9:17] + "-##", ", but for one or two letters"),
        (PASSWORD, "*" + PASSWORD[1:-1] + "*", ", but for one or two letters"),
        (TOKEN, b64encode(TOKEN.encode("utf-16")).decode(), f", with something between its letters{INSIDE}"),
        (TOKEN, b64encode(compress(TOKEN.encode())).decode(), INSIDE),
        (TOKEN, b64encode(bz2.compress(TOKEN.encode())).decode(), INSIDE),
        (TOKEN, b32encode(TOKEN.encode()).decode(), INSIDE),
        (PASSWORD, b32encode(PASSWORD.encode()).decode().lower().rstrip("="), INSIDE),
        (NUMBER, b64encode(dumps({"pin": NUMBER, "for": "the safe"}).encode()).decode(), INSIDE),
    ],
)
def test_secret_is_seen_in_forms_that_are_nobodys_malice(secret: str, written: str, form: str) -> None:
    """Groups of digits, full-width letters, a mask that leaves most, two codes in one another."""
    trip = trip_over(f"before {written} behind")
    assert trip is not None, (secret, written)
    assert trip.form == form


@pytest.mark.parametrize("text", ["[482,913]", "1,482,913", "482,913,000", "482 913 25", "(482,913)", "0.482.913"])
def test_items_of_a_list_are_in_doubt(text: str) -> None:
    """Two numbers that stand side by side are two numbers, unless other secrets stand there in the same way."""
    trip = trip_over(text)
    assert trip is not None
    assert trip.doubtful


def test_who_knows_most_of_a_secret_may_see_that_again_and_no_more() -> None:
    """An attacker who has guessed ten digits hears them in a complaint; the whole is still a leak."""
    tripwire = watch()
    visitor = tripwire.receiver("a visitor")
    visitor.sent([f"/door?code={TOKEN[:-1]}"])
    visitor.got([f"There is no {TOKEN[:-1]} here."])
    assert tripwire.trip is None
    visitor.got([TOKEN])
    assert tripwire.trip is not None


@given(before=st.binary(max_size=40), behind=st.binary(max_size=40), secret=st.sampled_from([TOKEN, WORD, PASSWORD]))
def test_secret_is_seen_in_base64_wherever_it_begins(before: bytes, behind: bytes, secret: str) -> None:
    """Both alphabets, in each of the three places of a group, and with line breaks."""
    for coded in (b64encode, urlsafe_b64encode):
        text = coded(before + secret.encode() + behind).decode()
        assert trip_over(text) is not None, text
        assert trip_over("\n".join(text)) is not None, text


@given(st.text(alphabet=string.printable, max_size=200))
def test_text_without_a_secret_trips_nobody(text: str) -> None:
    """Whatever else stands in it."""
    assert trip_over(text) is None


@pytest.mark.parametrize("text", [quote("a secret"), escape("<b>"), "1482", "canary-", "orchid qx"])
def test_what_only_looks_like_a_secret_trips_nobody(text: str) -> None:
    """A beginning is not the whole."""
    assert trip_over(text) is None


@pytest.mark.parametrize(
    "text",
    [
        f"signature={'9e' * 14}b{NUMBER}c{'07' * 14}",
        f"2026-12-01T20:07:09.{NUMBER}",
        f"Set-Cookie: session={'f4' * 8}{NUMBER}{'b2' * 8}",
    ],
)
def test_six_digits_that_somebody_has_drawn_or_hashed_are_in_doubt(text: str) -> None:
    """A digest, a token or a time holds any six digits by chance, and a program can hide some there."""
    trip = trip_over(text)
    assert trip is not None
    assert trip.doubtful


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"1{NUMBER}", ""),
        (f"{NUMBER}0", ""),
        ("f4" * 10 + NUMBER, ""),
        (f"0.{NUMBER}", ""),
        ("4-8-2-9-1-3", ", with something between its digits"),
        (dumps(list(NUMBER)), ", with something between its digits"),
        (NUMBER[::-1], ", backwards"),
        (NUMBER.encode().hex(), ", in hexadecimal"),
        (hex(int(NUMBER)), ", as a number in hexadecimal"),
        (dumps(list(NUMBER.encode())), ", as numbers of its letters"),
        (b64encode(NUMBER.encode()).decode(), ", in base64"),
    ],
)
def test_digits_in_some_code_are_in_doubt(text: str, form: str) -> None:
    """Six digits are in any code by chance now and then; if other ones are there as well, it is no chance."""
    trip = trip_over(text)
    assert trip is not None, text
    assert (trip.doubtful, trip.form) == (True, form)


def test_what_is_certain_counts_more_than_what_is_in_doubt() -> None:
    """In the same answer and in later ones; and what is in doubt takes nothing back."""
    tripwire = watch()
    receiver = tripwire.receiver("the answer")
    receiver.got(["f4" * 10 + NUMBER])
    assert tripwire.trip is not None
    assert tripwire.trip.doubtful
    receiver.got([f"{'f4' * 10}{NUMBER} {WORD}"])
    assert (tripwire.trip.name, tripwire.trip.doubtful) == ("word", False)
    receiver.got(["f4" * 10 + NUMBER])
    assert not tripwire.trip.doubtful


IN_A_DIGEST = "f4" * 10 + NUMBER
ORDERS = list(permutations(["token", "word", "password"]))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"{IN_A_DIGEST} {NUMBER[::-1]}", ""),
        (f"{NUMBER[::-1]} {NUMBER.encode().hex()}", ", backwards"),
        (f"{hex(int(NUMBER))} {NUMBER.encode().hex()}", ", in hexadecimal"),
        (f"{b64encode(NUMBER.encode()).decode()} {hex(int(NUMBER))}", ", as a number in hexadecimal"),
    ],
)
def test_of_two_doubts_in_a_text_the_first_is_told(text: str, form: str) -> None:
    """A second way in which it may be written by chance takes nothing from the first, and makes it no more certain."""
    trip = trip_over(text)
    assert trip is not None, "two doubts are no certainty that there is none"
    assert (trip.doubtful, trip.form) == (True, form)


def test_a_second_doubt_in_a_later_answer_changes_nothing() -> None:
    """Which secret is told, in which words and of which answer, is settled by the first until something is certain."""
    tripwire = watch()
    visitor = tripwire.receiver("a visitor")
    visitor.got([IN_A_DIGEST], "the answer to GET /first")
    first = tripwire.trip
    assert first is not None
    assert first.doubtful
    visitor.got([NUMBER[::-1]], "the answer to GET /second")
    tripwire.receiver("another visitor").got([hex(int(NUMBER))])
    assert tripwire.trip == first, "a doubt that comes later is not told in place of the first"


def test_of_two_secrets_in_doubt_the_first_is_told() -> None:
    """Two numbers that may be there by chance are no certain leak together."""
    canaries = {name: Canary(CanaryKind.NUMBER, ("nobody",)) for name in ("pin", "code")}
    tripwire = Tripwire(canaries, {"pin": NUMBER, "code": "771204"}, {})
    tripwire.receiver("a visitor").got([f"{'f4' * 10}771204 and {IN_A_DIGEST}"])
    assert tripwire.trip is not None
    assert (tripwire.trip.name, tripwire.trip.doubtful) == ("pin", True)


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
@pytest.mark.parametrize("certain", ["token", "word", "password"])
@pytest.mark.parametrize("is_inside", [False, True], ids=["plain", "coded"])
def test_what_is_certain_is_found_behind_a_doubt(order: tuple[str, ...], certain: str, is_inside: bool) -> None:
    """In whichever order the secrets are looked for, and also where it is coded beside what is in doubt."""
    drawn = {"token": TOKEN, "word": WORD, "password": PASSWORD}
    kinds = {"token": CanaryKind.TOKEN, "word": CanaryKind.WORD, "password": CanaryKind.PASSWORD}
    canaries = {"number": Canary(CanaryKind.NUMBER, ("nobody",))}
    canaries |= {name: Canary(kinds[name], ("nobody",)) for name in order}
    tripwire = Tripwire(canaries, {"number": NUMBER, **{name: drawn[name] for name in order}}, {})
    secret = b64encode(compress(drawn[certain].encode())).decode() if is_inside else drawn[certain]
    tripwire.receiver("a visitor").got([f"{IN_A_DIGEST} {secret}"])
    assert tripwire.trip is not None
    assert (tripwire.trip.name, tripwire.trip.doubtful) == (certain, False), "the doubt hides no certain leak"


def test_any_six_digits_are_among_very_many() -> None:
    """Ten thousand digits hold a number too often to mean anything; a number that stands alone among them is one."""
    assert trip_over(f"{'07' * 6000}{NUMBER}") is None
    trip = trip_over(f"{'07' * 6000} {NUMBER}")
    assert trip is not None
    assert not trip.doubtful


@pytest.mark.parametrize("text", ["x" * 20 + NUMBER, f"eyJ{'Qk' * 9}{NUMBER}{'Zz' * 8}"])
def test_six_digits_in_a_long_word_are_no_chance(text: str) -> None:
    """Letters beyond those of a digest hide nothing: in base64, six digits are there once in a billion."""
    assert trip_over(text) is not None


@pytest.mark.parametrize(
    "text", [f"RR{NUMBER}", f'{{"pin":"{NUMBER}"}}', f"{NUMBER}.00", f"No.{NUMBER}", f"7,{NUMBER},x"]
)
def test_number_is_seen_in_a_word_and_in_a_row(text: str) -> None:
    """Letters and marks beside it make no other number of it."""
    trip = trip_over(text)
    assert trip is not None
    assert trip.name == "number"


def test_halves_of_a_token_in_digests_are_in_doubt() -> None:
    """Each half has six hexadecimal digits, which are in one of a hundred thousand digests."""
    tripwire = watch()
    receiver = tripwire.receiver("the answer")
    receiver.got([f"{'07' * 14}{TOKEN[7:13]}{'9e' * 14}", f"{'b1' * 14}{TOKEN[13:]}{'44' * 14}"])
    assert tripwire.trip is not None
    assert tripwire.trip.doubtful


def test_secret_in_two_answers_of_one_receiver_is_seen() -> None:
    """A guard at the exit looks at each answer alone; two visitors with a half each are not one with both."""
    tripwire = watch()
    one, other = tripwire.receiver("a visitor"), tripwire.receiver("a visitor")
    one.got([f"first {TOKEN[:13]}"])
    other.got([f"then {TOKEN[13:]}"])
    assert tripwire.trip is None
    one.got([f"then {TOKEN[13:]}"])
    assert tripwire.trip is not None
    assert tripwire.trip.form == ", in two parts"


def test_whoever_has_sent_a_secret_may_get_it_back() -> None:
    """An echo is no leak, and nobody else knows it for that."""
    tripwire = watch()
    one, other = tripwire.receiver("a visitor"), tripwire.receiver("a visitor")
    one.sent([f"name={WORD}"])
    one.got([f"Hello {WORD}"])
    assert tripwire.trip is None
    other.got([f"Hello {WORD}"], "the answer to GET /")
    assert str(tripwire.trip) == "The answer to GET / holds the secret word, which its receiver may not see."


def test_audience_is_whoever_has_sent_the_secret_that_it_names() -> None:
    """The owner's password opens the owner's secrets, and stays a secret itself to all others."""
    tripwire = watch(audience=("password",))
    owner, stranger = tripwire.receiver("a visitor"), tripwire.receiver("a visitor")
    owner.sent([f"password={PASSWORD}"])
    owner.got([TOKEN, NUMBER])
    assert tripwire.trip is None
    stranger.got([NUMBER])
    assert tripwire.trip is not None
    assert tripwire.trip.name == "number"


def test_secret_without_audience_and_one_for_anyone_are_not_watched() -> None:
    """Nobody has said, or everybody may."""
    for audience in ((), ("anyone",)):
        tripwire = watch(audience)
        tripwire.receiver("a visitor").got([TOKEN, WORD, NUMBER])
        assert tripwire.trip is None


def test_file_may_hold_what_was_planted_in_it_and_what_its_name_allows() -> None:
    """Any other file, or any other secret in it, is a leak."""
    tripwire = watch(("file:out/*.tar",), {"safe.txt": TOKEN.encode()})
    tripwire.file("safe.txt").got([TOKEN])
    tripwire.file("out/a.tar").got([TOKEN, WORD])
    assert tripwire.trip is None
    tripwire.file("safe.txt").got([PASSWORD])
    assert tripwire.trip is not None
    tripwire.begin()
    tripwire.file("out/a.log").got([TOKEN])
    assert tripwire.trip is not None
    assert str(tripwire.trip) == "The file out/a.log holds the secret token, which its receiver may not see."


def test_server_hears_what_its_audience_allows() -> None:
    """The name alone is no proof: who asks says whether the server has shown that it is the one."""
    tripwire = watch(("server:reports.lab.test",))
    tripwire.server("server:reports.lab.test", "a server").got([TOKEN])
    assert tripwire.trip is None
    tripwire.server("", "a server").got([TOKEN])
    assert tripwire.trip is not None


def test_first_leak_stays_and_the_next_check_begins_anew() -> None:
    """One check never pays for another."""
    tripwire = watch()
    tripwire.caller.got([TOKEN])
    tripwire.caller.got([WORD])
    assert tripwire.trip is not None
    assert tripwire.trip.name == "token"
    tripwire.begin()
    assert tripwire.trip is None
    tripwire.caller.got(["nothing"])
    assert tripwire.trip is None
    tripwire.caller.sent([WORD])
    tripwire.caller.got([WORD])
    assert tripwire.trip is None
    tripwire.begin()
    tripwire.caller.got([WORD])
    assert tripwire.trip is not None, "what a caller has sent in one check is known to nobody in the next"


@given(
    st.lists(st.sampled_from([TOKEN[7:], TOKEN[7:].upper(), WORD[::-1], NUMBER, "-", "ß", "x", "1", "\n"]), max_size=5)
)
def test_text_that_is_clean_gives_no_secret_away(parts: list[str]) -> None:
    """The look at all secrets at once passes over nothing that the look at each of them finds, halves included."""
    tripwire, text = watch(), "".join(parts)
    clean = tripwire.is_clean(Text(text))
    halves = any(half.casefold() in text.casefold() for each in tripwire.watched for half in each.halves)
    assert not (clean and (halves or any(each.found_in(Text(text)) for each in tripwire.watched)))
