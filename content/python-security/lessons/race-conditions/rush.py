"""Nobody directs these threads: two visitors press the button at once, in fifty rounds."""

import sqlite3
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier


def looking(db: sqlite3.Connection, amount: int) -> int:
    (balance,) = db.execute("SELECT balance FROM account").fetchone()
    if balance < amount:
        return 0
    time.sleep(0.001)
    db.execute("UPDATE account SET balance = ?", (balance - amount,))
    return amount


def in_one_step(db: sqlite3.Connection, amount: int) -> int:
    query = "UPDATE account SET balance = balance - ? WHERE balance >= ?"
    return amount if db.execute(query, (amount, amount)).rowcount else 0


def paid(withdraw, path: Path) -> int:
    """Two connections, one account of 100, and both want 80 of it."""
    with closing(sqlite3.connect(path, autocommit=True)) as db:
        db.executescript("DROP TABLE IF EXISTS account; CREATE TABLE account (balance); INSERT INTO account VALUES (100)")
    start = Barrier(2)

    def visit(_) -> int:
        with closing(sqlite3.connect(path, autocommit=True, timeout=60)) as db:
            start.wait()
            return withdraw(db, 80)

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(visit, range(2)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for withdraw in (looking, in_one_step):
            rounds = [paid(withdraw, Path(folder, "bank.db")) for _ in range(50)]
            twice = "some" if 160 in rounds else "none"
            print(f"{withdraw.__name__:12} paid twice in {twice} of 50 rounds")
