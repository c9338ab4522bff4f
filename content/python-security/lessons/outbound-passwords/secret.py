"""A value that does not show itself in logs or in tracebacks."""


class Secret:
    """Hold a secret; its text is a placeholder, and only `reveal` returns the value."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(…)"

    def reveal(self) -> str:
        return self._value


if __name__ == "__main__":
    token = Secret("open sesame")
    print(token, f"{token!r}", [token])
