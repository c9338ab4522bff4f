"""Invitations, sign-in, and who sends a request."""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException
from pydantic import BaseModel, Field

from club import store
from club.config import LOG_FILE
from club.store import Member

router = APIRouter()


class Invitation(BaseModel):
    email: str = Field(pattern=r"^[a-z0-9.+-]+@[a-z0-9.-]+$", max_length=80)


class NewMember(Invitation):
    name: str = Field(min_length=1, max_length=80)
    code: str = Field(max_length=80)


class SignIn(Invitation):
    key: str = Field(max_length=80)


def log(event: str) -> None:
    with LOG_FILE.open("a", encoding="utf-8") as file:
        file.write(f"{event}\n")


def current_member(x_session: Annotated[str, Header()]) -> Member:
    session = store.sessions.get(x_session)
    if session is None or session.ended:
        raise HTTPException(401, "Please sign in.")
    return session.member


CurrentMember = Annotated[Member, Depends(current_member)]


KEY = hashlib.sha256(Path(__file__).read_bytes()).digest()


def invitation_code(email: str) -> str:
    return hmac.digest(KEY, email.encode(), "sha256").hex()


@router.post("/invitations", status_code=201)
def invite(new: Invitation, member: CurrentMember) -> dict[str, str]:
    log(f"{member.email} invites {new.email}")
    return {"email": new.email, "code": invitation_code(new.email)}


@router.post("/join", status_code=201)
def join(new: NewMember) -> dict[str, str]:
    if not secrets.compare_digest(new.code.encode(), invitation_code(new.email).encode()):
        raise HTTPException(403, "This code is wrong.")
    if new.email in store.members:
        raise HTTPException(409, "You are a member already.")
    key = secrets.token_urlsafe(16)
    return {"email": store.add_member(new.email, new.name, key).email, "key": key}


@router.post("/sign-in")
def sign_in(asked: SignIn) -> dict[str, str]:
    member = store.members.get(asked.email)
    if member is None or not secrets.compare_digest(member.key_hash, store.hash_of(asked.key)):
        raise HTTPException(401, "Address or key is wrong.")
    token = secrets.token_urlsafe(16)
    store.sessions[token] = store.Session(member)
    log(f"{member.email} signs in")
    return {"session": token}


@router.post("/sign-out", dependencies=[Depends(current_member)])
def sign_out(x_session: Annotated[str, Header()]) -> dict[str, str]:
    store.sessions[x_session].ended = True
    log(f"{store.sessions[x_session].member.email} signs out")
    return {"goodbye": store.sessions[x_session].member.name}
