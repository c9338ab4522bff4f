"""The page that the monitoring asks for every minute."""

from flask import Blueprint, current_app

from repairs import supplier

monitoring = Blueprint("monitoring", __name__)


@monitoring.get("/status")
def status():
    try:
        supplier.ping()
    except Exception:
        current_app.logger.exception("The supplier cannot be reached.")
        return {"ok": False}, 503
    return {"ok": True}
