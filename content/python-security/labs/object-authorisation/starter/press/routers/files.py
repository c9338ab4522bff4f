"""The files that a company sends us."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from press import store
from press.dependencies import Buyer, CurrentUser

router = APIRouter(prefix="/files")


class NewFile(BaseModel):
    name: str = Field(min_length=1, max_length=80)
    text: str = Field(max_length=5000)


@router.get("")
def list_files(user: CurrentUser) -> list[dict]:
    return [{"id": one.id, "name": one.name} for one in store.files.values() if one.company == user.company]


@router.post("", status_code=201)
def send_file(new: NewFile, user: Buyer) -> dict:
    return {"id": store.add_file(user.company, new.name, new.text).id}
