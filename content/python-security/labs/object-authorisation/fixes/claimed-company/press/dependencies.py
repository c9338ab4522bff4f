"""Who sends a request."""

import secrets
from typing import Annotated

from fastapi import Depends, Header, HTTPException

from press import store
from press.models import Role, User


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

Company = Annotated[str | None, Header(alias="X-Company")]
