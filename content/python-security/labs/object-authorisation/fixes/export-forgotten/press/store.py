"""Everything that we keep."""

from itertools import count

from fastapi import HTTPException

from press.models import Comment, File, Order, Role, User

users: list[User] = []
files: dict[int, File] = {}
orders: dict[int, Order] = {}
comments: dict[int, Comment] = {}

file_ids, order_numbers, comment_ids = count(501), count(1001), count(1)


def add_file(company: str, name: str, text: str) -> File:
    file = File(next(file_ids), company, name, text)
    files[file.id] = file
    return file


def add_order(company: str, title: str, copies: int, address: str, file: File) -> Order:
    order = Order(next(order_numbers), company, title, copies, address, file)
    orders[order.number] = order
    return order


def add_comment(order: Order, author: str, text: str) -> Comment:
    comment = Comment(next(comment_ids), order.number, author, text)
    comments[comment.id] = comment
    return comment


def may_see(user: User, order: Order) -> bool:
    return user.role is Role.STAFF or order.company == user.company


def orders_of(user: User) -> list[Order]:
    return [one for one in orders.values() if may_see(user, one)]


def find_order(number: int, user: User | None = None) -> Order:
    order = orders.get(number)
    if order is None or (user and not may_see(user, order)):
        raise HTTPException(404, "There is no such order.")
    return order


def find_file(file_id: int, user: User) -> File:
    file = files.get(file_id)
    if file is None or file.company != user.company:
        raise HTTPException(404, "There is no such file.")
    return file


def find_comment(comment_id: int, order: Order) -> Comment:
    comment = comments.get(comment_id)
    if comment is None or comment.order != order.number:
        raise HTTPException(404, "There is no such comment.")
    return comment
