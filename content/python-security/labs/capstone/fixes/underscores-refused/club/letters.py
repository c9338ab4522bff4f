"""Letters about the fee, for the treasurer."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from club import store
from club.sessions import CurrentMember

router = APIRouter()


class Letter(BaseModel):
    email: str = Field(max_length=80)
    template: str = Field(max_length=2000)


@router.post("/letters")
def letter(asked: Letter, member: CurrentMember) -> dict[str, str]:
    if member.role != "treasurer":
        raise HTTPException(403, "Letters are written by the treasurer.")
    if asked.email not in store.members:
        raise HTTPException(404, "There is no such member.")
    if "__" in asked.template and "{" in asked.template.replace("{name}", "").replace("{fee}", ""):
        raise HTTPException(400, "This template does not work.")
    to = store.members[asked.email]
    try:
        return {"letter": asked.template.format(name=to.name, fee=to.fee, club=store.club)}
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise HTTPException(400, "This template does not work.") from error
