"""The application."""

from fastapi import FastAPI

from press import seed
from press.routers import comments, files, orders

seed.fill()

app = FastAPI(title="Lindgren Print")
app.include_router(files.router)
app.include_router(orders.router)
app.include_router(comments.router)
