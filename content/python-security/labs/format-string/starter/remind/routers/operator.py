"""Routes for the operator of the chain."""

from fastapi import APIRouter, Depends

from remind import store
from remind.dependencies import operator

router = APIRouter(prefix="/operator", dependencies=[Depends(operator)])


@router.get("/gateway")
def gateway() -> dict[str, str]:
    return {"url": store.chain.gateway.url, "key": store.chain.gateway.key}
