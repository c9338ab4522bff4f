"""What the library's tables hold. You can read this file, not change it."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


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
