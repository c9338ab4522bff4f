"""Five ways to write a secret into a program; the rules of a linter look at the name beside it."""

import os

TOKEN = "demo-7Q2F9X4K"
API_KEY = "demo-7Q2F9X4K"
FROM_ENVIRONMENT = os.environ.get("BANK_TOKEN", "demo-7Q2F9X4K")
SETTINGS = {"url": "https://bank:demo-7Q2F9X4K@bank.example"}


def fetch(file: str, access_token: str = "demo-7Q2F9X4K") -> str:
    return f"{file} with {access_token}"


if __name__ == "__main__":
    for value in (TOKEN, API_KEY, FROM_ENVIRONMENT, SETTINGS["url"], fetch("balance")):
        print(value)
