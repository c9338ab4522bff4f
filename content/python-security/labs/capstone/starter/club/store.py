"""Members, messages and sessions."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from club.config import BANK_KEY, CLUB


@dataclass
class Club:
    name: str
    bank_key: str  # anyone who has it can transfer our money


@dataclass
class Member:
    name: str
    email: str
    key_hash: str
    role: str = "member"
    fee: int = 120


@dataclass
class Message:
    sender: Member
    to: Member
    text: str


@dataclass
class Session:
    member: Member
    ended: bool = False  # ended sessions stay here: the board counts them once a year


club = Club(CLUB, BANK_KEY)
members: dict[str, Member] = {}
messages: dict[int, Message] = {}
sessions: dict[str, Session] = {}
numbers = count(1)


def hash_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def add_member(email: str, name: str, key: str, role: str = "member") -> Member:
    members[email] = Member(name, email, hash_of(key), role)
    return members[email]


def add_message(sender: Member, to: Member, text: str) -> int:
    messages[number := next(numbers)] = Message(sender, to, text)
    return number


tess = add_member("tess@club.example", "Tess Okafor", "${tess_key}", "treasurer")
omar = add_member("omar@club.example", "Omar O'Neill {fee}", "${omar_key}")
ida = add_member("ida@club.example", "Ida Jäger", "${ida_key}")
add_message(tess, omar, "The log is in logs/${log_name}.txt. Could you look at it, please?")
add_message(omar, ida, "The boathouse opens with ${boathouse}.")
sessions["${old_session}"] = Session(tess, ended=True)
