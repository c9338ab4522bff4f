"""The page that the monitoring asks for every minute."""

from flask import Blueprint

from repairs import supplier

monitoring = Blueprint("monitoring", __name__)


@monitoring.get("/status")
def status():
    try:
        supplier.ping()
    except supplier.SupplierError:
        return {"ok": False}, 503
    return {"ok": True}
