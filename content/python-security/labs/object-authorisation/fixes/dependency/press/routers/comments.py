"""Comments on an order."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from press import store
from press.dependencies import AuthorsComment, CurrentUser, OwnComment, OwnOrder
from press.models import Comment

router = APIRouter(prefix="/orders/{number}/comments")


class Text(BaseModel):
    text: str = Field(min_length=1, max_length=1000)


def shown(comment: Comment) -> dict:
    return {"id": comment.id, "author": comment.author, "text": comment.text}


@router.get("")
def list_comments(order: OwnOrder) -> list[dict]:
    return [shown(one) for one in store.comments.values() if one.order == order.number]


@router.post("", status_code=201)
def write_comment(order: OwnOrder, new: Text, user: CurrentUser) -> dict:
    return shown(store.add_comment(order, user.login, new.text))


@router.get("/{comment_id}")
def show_comment(comment: OwnComment) -> dict:
    return shown(comment)


@router.put("/{comment_id}")
def change_comment(comment: AuthorsComment, new: Text) -> dict:
    comment.text = new.text
    return shown(comment)
