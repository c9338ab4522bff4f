"""Routes for the salons: their template, and the reminders."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from remind import store
from remind.dependencies import CurrentSalon
from remind.messages import render
from remind.models import Appointment, Salon

router = APIRouter()


class Template(BaseModel):
    template: str = Field(max_length=2000)


class Preview(Template):
    number: int


def own_appointment(number: int, salon: Salon) -> Appointment:
    appointment = store.appointments.get(number)
    if appointment is None or appointment.salon is not salon:
        raise HTTPException(404, "You have no such appointment.")
    return appointment


@router.get("/appointments")
def list_appointments(salon: CurrentSalon) -> list[dict[str, str | int]]:
    return [
        {"number": one.number, "client": one.client, "note": one.note}
        for one in store.appointments.values()
        if one.salon is salon
    ]


@router.post("/preview")
def preview(asked: Preview, salon: CurrentSalon) -> dict[str, str]:
    return {"message": render(asked.template, own_appointment(asked.number, salon))}


@router.put("/template")
def save_template(new: Template, salon: CurrentSalon) -> dict[str, str]:
    salon.template = new.template
    return {"saved": salon.name}


@router.get("/reminders/{number}")
def reminder(number: int, salon: CurrentSalon) -> dict[str, str]:
    return {"message": render(salon.template, own_appointment(number, salon))}
