"""Call the bank's service with a token that is read from a file when it is needed."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from secret import Secret


@dataclass
class Bank:
    url: str
    token: Secret

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token.reveal()}"}


def connect() -> Bank:
    path = Path(os.environ["BANK_TOKEN_FILE"])
    return Bank("https://bank.example", Secret(path.read_text(encoding="utf-8").strip()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        mounted = Path(folder, "bank-token")
        mounted.write_text("demo-7Q2F9X4K\n", encoding="utf-8")
        os.environ["BANK_TOKEN_FILE"] = str(mounted)
        print("log:", connect())
        print("sent:", connect().headers())
