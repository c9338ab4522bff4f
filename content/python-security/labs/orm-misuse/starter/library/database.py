"""The database and its first content. You can read this file, not change it."""

from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

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
