"""What the library's tables hold. You can read this file, not change it."""

from pathlib import Path

from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
)
from sqlalchemy.pool import StaticPool


class Base(DeclarativeBase):
    """All tables."""


class Keeper(Base):
    """Somebody who keeps instruments at home; nobody is shown a name or a PIN."""

    __tablename__ = "keepers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    town: Mapped[str]
    pin: Mapped[str]


class Instrument(Base):
    """Open for everybody to borrow, or withheld; nobody is shown what it is insured for."""

    __tablename__ = "instruments"

    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    year: Mapped[int]
    state: Mapped[str]
    insured: Mapped[int]
    keeper_id: Mapped[int] = mapped_column(ForeignKey("keepers.id"))
    keeper: Mapped[Keeper] = relationship()


class Safe(Base):
    """Where the keys of the store hang."""

    __tablename__ = "safe"

    code: Mapped[str] = mapped_column(primary_key=True)


engine = create_engine(
    "sqlite://",  # in memory, and one connection for all
    connect_args={"check_same_thread": False},
    poolclass=StaticPool,
)
engine.raw_connection().executescript(
    Path(__file__).with_name("library.sql").read_text(encoding="utf-8")
)


def database():
    """Begin a visit to the database."""
    return Session(engine)
