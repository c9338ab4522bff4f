"""The veterinary practice: its own data, and the animals that come to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Practice:
    name: str
    phone: str
    vet: str
    password: str
    cabinet: str


@dataclass(frozen=True)
class Animal:
    name: str
    owner: str
    day: str


PRACTICE = Practice(
    name="Paws & Claws",
    phone="555 ${phone}",
    vet="${vet}",
    password="${vet_password}",
    cabinet="${cabinet_code}",
)

ANIMALS = {
    "31": Animal("Nibbles", "Lou", "2 March"),
    "${number}": Animal("${pet}", "Zoë O'${owner}", "3 April, slot ${slot}"),
    "${odd_number}": Animal("{{ day }}", "Söhne & {${owner}}", "14 May, $pet <9:30>"),
}
