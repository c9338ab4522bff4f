"""The application."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from remind.messages import BadTemplate
from remind.routers import bookings, operator, reminders

app = FastAPI(title="Combs & Co")
app.include_router(reminders.router)
app.include_router(bookings.router)
app.include_router(operator.router)


@app.exception_handler(BadTemplate)
def bad_template(request: Request, error: BadTemplate) -> JSONResponse:
    return JSONResponse({"detail": f"This template does not work: {error}"}, 400)
