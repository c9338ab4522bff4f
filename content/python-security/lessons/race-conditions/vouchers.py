"""A voucher of a shop may be redeemed once: a Flask application, twenty requests at once, and how many succeed."""

import sqlite3
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

from flask import Flask

TOGETHER = 20


def create(path: Path) -> Flask:
    app = Flask(__name__)

    def connect() -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(path, autocommit=True, timeout=60))

    @app.post("/checked/<code>")
    def checked(code: str) -> tuple[str, int]:
        with connect() as db:
            used = db.execute("SELECT used FROM vouchers WHERE code = ?", (code,)).fetchone()
            if used is None or used[0]:
                return "not valid", 409
            time.sleep(0.05)  # asks another service for the price
            db.execute("UPDATE vouchers SET used = 1 WHERE code = ?", (code,))
            return "10 off", 200

    @app.post("/once/<code>")
    def once(code: str) -> tuple[str, int]:
        with connect() as db:
            query = "UPDATE vouchers SET used = 1 WHERE code = ? AND used = 0"
            if db.execute(query, (code,)).rowcount == 0:
                return "not valid", 409
            time.sleep(0.05)
            return "10 off", 200

    return app


def redeemed(app: Flask, address: str) -> int:
    """Send the same request from twenty clients that start together; count the successes."""
    start = Barrier(TOGETHER)

    def send(_: int) -> int:
        client = app.test_client()
        start.wait()
        return client.post(address).status_code

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(send, range(TOGETHER))).count(200)


if __name__ == "__main__":
    for way in ("checked", "once"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "shop.db")
            with closing(sqlite3.connect(path, autocommit=True)) as db:
                db.executescript("CREATE TABLE vouchers (code, used); INSERT INTO vouchers VALUES ('AUTUMN', 0)")
            count = redeemed(create(path), f"/{way}/AUTUMN")
            print(f"{way:8} of {TOGETHER} requests, successful: {'exactly one' if count == 1 else 'several'}")
