"""Messages and manuals, for members."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from club import store
from club.config import MANUALS
from club.sessions import CurrentMember

router = APIRouter()


class Reply(BaseModel):
    text: str = Field(max_length=1000)


def find_message(number: int, member: store.Member) -> store.Message:
    message = store.messages.get(number)
    if message is None or (member is not message.sender and member is not message.to):
        raise HTTPException(404, f"{member.name}, there is no such message.")
    return message


@router.get("/messages")
def list_messages(member: CurrentMember) -> list[int]:
    return [number for number, one in store.messages.items() if member in (one.sender, one.to)]


@router.get("/messages/{number}")
def read(number: int, member: CurrentMember) -> dict[str, str]:
    message = find_message(number, member)
    return {"from": message.sender.email, "to": message.to.email, "text": message.text}


@router.post("/messages/{number}/reply", status_code=201)
def reply(number: int, new: Reply, member: CurrentMember) -> dict[str, int | str]:
    message = find_message(number, member)
    text = f"{new.text}\n> {message.text}"
    return {"number": store.add_message(member, message.sender, text), "text": text}


@router.get("/manuals")
def manual(name: str, member: CurrentMember) -> dict[str, str]:
    path = (MANUALS / f"{name}.txt").resolve()
    if not path.is_relative_to(MANUALS) or not path.is_file():
        raise HTTPException(404, f"{member.name}, there is no such manual.")
    return {"name": name, "text": path.read_text(encoding="utf-8")}
