"""The application."""

from fastapi import FastAPI

from club import letters, pages, sessions
from club.config import CLUB

app = FastAPI(title=CLUB)
for part in (sessions, pages, letters):
    app.include_router(part.router)


@app.get("/")
def about() -> dict[str, str]:
    return {"club": CLUB}
