"""A chain, its salons, and their appointments."""

from dataclasses import dataclass, field

from remind.config import settings


@dataclass
class Gateway:
    """The service that sends our text messages. The chain pays for each."""

    url: str
    key: str


@dataclass
class Chain:
    name: str
    gateway: Gateway
    salons: dict[str, "Salon"] = field(default_factory=dict)


@dataclass
class Salon:
    slug: str
    name: str
    phone: str
    phone_pin: str  # for the voice mailbox
    api_key: str
    chain: Chain
    template: str

    @property
    def link(self) -> str:
        return f"{settings.site}/{self.slug}"


@dataclass
class Appointment:
    number: int
    salon: Salon
    client: str
    day: str
    time: str
    note: str = ""
