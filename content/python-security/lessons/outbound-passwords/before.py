"""Call the bank's service with a token that is in the source."""

from dataclasses import dataclass

TOKEN = "demo-7Q2F9X4K"


@dataclass
class Bank:
    url: str
    token: str

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def connect() -> Bank:
    return Bank("https://bank.example", TOKEN)


if __name__ == "__main__":
    print("log:", connect())
