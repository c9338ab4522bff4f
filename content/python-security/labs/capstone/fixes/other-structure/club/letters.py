"""Letters about the fee, for the treasurer."""

import re

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from club import store
from club.sessions import CurrentMember

router = APIRouter()


class Letter(BaseModel):
    email: str = Field(max_length=80)
    template: str = Field(max_length=2000)


def fill_in(template: str, **values: object) -> str:
    def part(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        if match[1] is None:
            raise ValueError("A single brace")
        return str(values[match[1]])

    return re.sub(r"\{\{|\}\}|\{([a-z.]+)\}|[{}]", part, template)


@router.post("/letters")
def letter(asked: Letter, member: CurrentMember) -> dict[str, str]:
    if member.role != "treasurer":
        raise HTTPException(403, "Letters are written by the treasurer.")
    if asked.email not in store.members:
        raise HTTPException(404, "There is no such member.")
    to = store.members[asked.email]
    try:
        letter = fill_in(asked.template, name=to.name, fee=to.fee, **{"club.name": store.club.name})
    except (KeyError, ValueError) as error:
        raise HTTPException(400, "This template does not work.") from error
    return {"letter": letter}
