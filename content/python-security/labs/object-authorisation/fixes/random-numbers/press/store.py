"""Everything that we keep."""

import secrets

from fastapi import HTTPException

from press.models import Comment, File, Order, Role, User

users: list[User] = []
files: dict[int, File] = {}
orders: dict[int, Order] = {}
comments: dict[int, Comment] = {}


def new_id() -> int:
    return 10**15 + secrets.randbelow(10**15)


def add_file(company: str, name: str, text: str) -> File:
    file = File(new_id(), company, name, text)
    files[file.id] = file
    return file


def add_order(company: str, title: str, copies: int, address: str, file: File) -> Order:
    order = Order(new_id(), company, title, copies, address, file)
    orders[order.number] = order
    return order


def add_comment(order: Order, author: str, text: str) -> Comment:
    comment = Comment(new_id(), order.number, author, text)
    comments[comment.id] = comment
    return comment


def orders_of(user: User) -> list[Order]:
    return [one for one in orders.values() if user.role is Role.STAFF or one.company == user.company]


def find_order(number: int) -> Order:
    if number not in orders:
        raise HTTPException(404, "There is no such order.")
    return orders[number]


def find_file(file_id: int) -> File:
    if file_id not in files:
        raise HTTPException(404, "There is no such file.")
    return files[file_id]


def find_comment(comment_id: int) -> Comment:
    if comment_id not in comments:
        raise HTTPException(404, "There is no such comment.")
    return comments[comment_id]
