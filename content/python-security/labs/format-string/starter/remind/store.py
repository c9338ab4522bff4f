"""Everything that we keep."""

from itertools import count

from remind.config import settings
from remind.models import Appointment, Chain, Gateway, Salon

USUAL = "Dear {client}, see you on {day} at {time}. {salon.name}, {salon.phone}, {salon.link}"

chain = Chain("Combs & Co", Gateway("https://sms.example/send", settings.gateway_key))


def add_salon(slug: str, name: str, phone: str, phone_pin: str, api_key: str) -> Salon:
    salon = chain.salons[slug] = Salon(slug, name, phone, phone_pin, api_key, chain, USUAL)
    return salon


park = add_salon("park", "Park Salon", "555 0100", "2468", "park-key-3141")
harbour = add_salon("harbour", "Harbour & Söhne", "555 ${phone}", "${pin}", "${harbour_key}")
mill = add_salon("${mill_slug}", "Mill {No. 5}", "555 0177", "${mill_pin}", "${mill_key}")

numbers = count(101)
appointments: dict[int, Appointment] = {}


def add_appointment(salon: Salon, client: str, day: str, time: str, note: str = "") -> Appointment:
    number = next(numbers)
    appointments[number] = Appointment(number, salon, client, day, time, note)
    return appointments[number]


add_appointment(park, "Zoë O'Neill", "2 March", "9:30", "Is allergic to nuts.")
add_appointment(harbour, "${client}", "3 April", "14:00", "${note}")
add_appointment(mill, "{salon.phone} & {{${mill_client}}}", "4 May, room {1}", "11:15", "${mill_note}")
