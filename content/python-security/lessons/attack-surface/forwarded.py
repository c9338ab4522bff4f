"""What a proxy makes of an X-Forwarded-For header that the client has sent."""


def behind_one_proxy(sent_by_client: str, address_of_client: str) -> str:
    """A proxy appends the address that has connected to it."""
    return f"{sent_by_client}, {address_of_client}"


if __name__ == "__main__":
    header = behind_one_proxy("203.0.113.99", "198.51.100.7")
    addresses = header.split(", ")
    print("header:", header)
    print("first: ", addresses[0], "(the client chose it)")
    print("last:  ", addresses[-1], "(our proxy saw it)")
