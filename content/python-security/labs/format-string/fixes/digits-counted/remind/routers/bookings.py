"""Routes for everybody: the salons, and new appointments."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from remind import store
from remind.models import Salon

router = APIRouter(prefix="/salons")


class Booking(BaseModel):
    client: str = Field(min_length=1, max_length=100)
    day: str = Field(max_length=20)
    time: str = Field(max_length=20)


def find_salon(slug: str) -> Salon:
    if slug not in store.chain.salons:
        raise HTTPException(404, "We have no such salon.")
    return store.chain.salons[slug]


@router.get("")
def list_salons() -> list[dict[str, str]]:
    return [
        {"slug": salon.slug, "name": salon.name, "phone": salon.phone}
        for salon in store.chain.salons.values()
    ]


@router.post("/{slug}/bookings", status_code=201)
def book(slug: str, booking: Booking) -> dict[str, str | int]:
    salon = find_salon(slug)
    new = store.add_appointment(salon, booking.client, booking.day, booking.time)
    text = (
        f"Dear {booking.client}, on {booking.day} at {booking.time} you have the appointment {new.number}. "
        f"To change it, call {salon.name}: {salon.phone}."
    )
    return {"number": new.number, "confirmation": text}
