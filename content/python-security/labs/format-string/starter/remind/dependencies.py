"""Who sends a request."""

import secrets
from typing import Annotated

from fastapi import Depends, Header, HTTPException

from remind import store
from remind.config import settings
from remind.models import Salon


def current_salon(x_api_key: Annotated[str, Header()]) -> Salon:
    for salon in store.chain.salons.values():
        if secrets.compare_digest(salon.api_key.encode(), x_api_key.encode()):
            return salon
    raise HTTPException(401, "We do not know this key.")


def operator(x_operator_key: Annotated[str, Header()]) -> None:
    if not secrets.compare_digest(settings.operator_key.encode(), x_operator_key.encode()):
        raise HTTPException(401, "We do not know this key.")


CurrentSalon = Annotated[Salon, Depends(current_salon)]
