"""Letters about the fee, for the treasurer."""

from string import Formatter

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from club import store
from club.sessions import CurrentMember

router = APIRouter()


class Letter(BaseModel):
    email: str = Field(max_length=80)
    template: str = Field(max_length=2000)


def fill_in(template: str, values: dict[str, str]) -> str:
    parts = []
    for text, name, spec, conversion in Formatter().parse(template):
        parts.append(text)
        if name is not None:
            if spec or conversion:
                raise ValueError("A field has only a name.")
            parts.append(values[name])
    return "".join(parts)


@router.post("/letters")
def letter(asked: Letter, member: CurrentMember) -> dict[str, str]:
    if member.role != "treasurer":
        raise HTTPException(403, "Letters are written by the treasurer.")
    if asked.email not in store.members:
        raise HTTPException(404, "There is no such member.")
    to = store.members[asked.email]
    try:
        values = {"name": to.name, "fee": str(to.fee), "club.name": store.club.name}
        return {"letter": fill_in(asked.template, values)}
    except (LookupError, ValueError) as error:
        raise HTTPException(400, "This template does not work.") from error
