"""Comments on an order."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from press import store
from press.dependencies import CurrentUser
from press.models import Comment, Order, User

router = APIRouter(prefix="/orders/{number}/comments")


class Text(BaseModel):
    text: str = Field(min_length=1, max_length=1000)


def shown(comment: Comment) -> dict:
    return {"id": comment.id, "author": comment.author, "text": comment.text}


def own_order(number: int, user: User) -> Order:
    order = store.find_order(number)
    if order not in store.orders_of(user):
        raise HTTPException(404, "There is no such order.")
    return order


@router.get("")
def list_comments(number: int, user: CurrentUser) -> list[dict]:
    order = own_order(number, user)
    return [shown(one) for one in store.comments.values() if one.order == order.number]


@router.post("", status_code=201)
def write_comment(number: int, new: Text, user: CurrentUser) -> dict:
    return shown(store.add_comment(own_order(number, user), user.login, new.text))


@router.get("/{comment_id}")
def show_comment(number: int, comment_id: int, user: CurrentUser) -> dict:
    own_order(number, user)
    return shown(store.find_comment(comment_id))


@router.put("/{comment_id}")
def change_comment(number: int, comment_id: int, new: Text, user: CurrentUser) -> dict:
    own_order(number, user)
    comment = store.find_comment(comment_id)
    comment.text = new.text
    return shown(comment)
