"""Orders: list, create, export, show and change."""

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from press import store
from press.dependencies import Buyer, CurrentUser, check
from press.models import Order

router = APIRouter(prefix="/orders")


class NewOrder(BaseModel):
    title: str = Field(min_length=1, max_length=80)
    copies: int = Field(ge=1, le=10_000)
    address: str = Field(min_length=1, max_length=200)
    file: int


class Change(BaseModel):
    address: str | None = Field(None, min_length=1, max_length=200)
    file: int | None = None


def shown(order: Order) -> dict:
    return {
        "number": order.number,
        "title": order.title,
        "copies": order.copies,
        "address": order.address,
        "proof": order.file.text[:200],
    }


@router.get("")
def list_orders(user: CurrentUser) -> list[dict]:
    return [shown(one) for one in store.orders_of(user)]


@router.post("", status_code=201)
def create_order(new: NewOrder, user: Buyer) -> dict:
    file = check(user, "print", store.find_file(new.file))
    return shown(store.add_order(user.company, new.title, new.copies, new.address, file))


@router.get("/export")
def export_orders(user: CurrentUser, number: Annotated[list[int], Query()]) -> Response:
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(["number", "title", "copies", "address"])
    for one in number:
        order = check(user, "read", store.find_order(one))
        rows.writerow([order.number, order.title, order.copies, order.address])
    return Response(sheet.getvalue(), media_type="text/csv")


@router.get("/{number}")
def show_order(number: int, user: CurrentUser) -> dict:
    return shown(check(user, "read", store.find_order(number)))


@router.patch("/{number}")
def change_order(number: int, change: Change, user: Buyer) -> dict:
    order = check(user, "change", store.find_order(number))
    if change.address is not None:
        order.address = change.address
    if change.file is not None:
        order.file = check(user, "print", store.find_file(change.file))
    return shown(order)
