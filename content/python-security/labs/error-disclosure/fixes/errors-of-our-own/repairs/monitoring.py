"""The page that the monitoring asks for every minute."""

from flask import Blueprint

from repairs import supplier

monitoring = Blueprint("monitoring", __name__)


@monitoring.get("/status")
def status():
    try:
        supplier.ping()
        ok = True
    except supplier.SupplierError:
        ok = False
    return {"ok": ok}, 200 if ok else 503
