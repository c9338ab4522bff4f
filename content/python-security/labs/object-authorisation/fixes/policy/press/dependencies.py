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


def may(user: User, action: str, thing: Order | File | Comment) -> bool:
    """Answer for one user, one action and one thing. Everything that is not named here is forbidden."""
    match action, thing:
        case "read", Order():
            return user.role is Role.STAFF or user.company == thing.company
        case "change", Order():
            return user.role is Role.BUYER and user.company == thing.company
        case "print", File():
            return user.role is Role.BUYER and user.company == thing.company
        case "read", Comment():
            return may(user, "read", store.find_order(thing.order))
        case "change", Comment():
            return user.login == thing.author
    return False


def check(user: User, action: str, thing: Order | File | Comment):
    if not may(user, action, thing):
        raise HTTPException(404, "There is no such thing.")
    return thing
