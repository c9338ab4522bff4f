"""Users, their companies' files and orders, and the comments on them."""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    BUYER = "buyer"  # orders for a company, and changes its orders
    READER = "reader"  # a colleague who only looks, and comments
    STAFF = "staff"  # works for the print shop


@dataclass
class User:
    login: str
    name: str
    role: Role
    company: str
    key: str


@dataclass
class File:
    id: int
    company: str
    name: str
    text: str


@dataclass
class Order:
    number: int
    company: str
    title: str
    copies: int
    address: str
    file: File


@dataclass
class Comment:
    id: int
    order: int
    author: str  # a login
    text: str
