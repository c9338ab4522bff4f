"""The page that the monitoring asks for every minute."""

import sys

from flask import Blueprint, current_app

from repairs import config, supplier

monitoring = Blueprint("monitoring", __name__)

MASKED = ("SECRET", "PASSWORD", "KEY", "TOKEN")


@monitoring.get("/status")
def status():
    settings = {name: str(value) for name, value in current_app.config.items()}
    for name in settings:
        if any(word in name for word in MASKED):
            settings[name] = "***"
    report = {"ok": True, "version": config.VERSION, "python": sys.version, "settings": settings}
    try:
        supplier.ping()
    except supplier.SupplierError:
        report |= {"ok": False, "problem": "supplier"}
    return report, 200 if report["ok"] else 503
