"""Who sends a request."""

import secrets
from typing import Annotated

from fastapi import Depends, Header, HTTPException

from press import store
from press.models import Comment, File, Order, Role, User


def current_user(x_api_key: Annotated[str, Header()]) -> User:
    for user in store.users:
        if secrets.compare_digest(user.key.encode(), x_api_key.encode()):
            return user
    raise HTTPException(401, "We do not know this key.")


CurrentUser = Annotated[User, Depends(current_user)]


def buyer(user: CurrentUser) -> User:
    if user.role is not Role.BUYER:
        raise HTTPException(403, "Only a buyer may do this.")
    return user


Buyer = Annotated[User, Depends(buyer)]


def own_order(number: int, user: CurrentUser) -> Order:
    order = store.find_order(number)
    if user.role is not Role.STAFF and user.company != order.company:
        raise HTTPException(403, "This is not an order of your company.")
    return order


OwnOrder = Annotated[Order, Depends(own_order)]


def own_comment(comment_id: int, order: OwnOrder) -> Comment:
    comment = store.find_comment(comment_id)
    if comment.order != order.number:
        raise HTTPException(403, "This is a comment on another order.")
    return comment


OwnComment = Annotated[Comment, Depends(own_comment)]


def author(comment: OwnComment, user: CurrentUser) -> Comment:
    if user.login != comment.author:
        raise HTTPException(403, "Only its author changes a comment.")
    return comment


AuthorsComment = Annotated[Comment, Depends(author)]


def own_file(file_id: int, user: User) -> File:
    file = store.find_file(file_id)
    if user.company != file.company:
        raise HTTPException(403, "This is not a file of your company.")
    return file
