"""What inet_aton gets after a check as Python 3.9.4 made it, which read 012 as 12."""

import ipaddress
import socket


def old_check(text):
    """Read an address as Python 3.8.0 to 3.8.11 and 3.9.0 to 3.9.4 did: leading zeros are dropped."""
    return ipaddress.ip_address(".".join(str(int(part)) for part in text.split(".")))


if __name__ == "__main__":
    text = "012.8.8.8"
    checked = old_check(text)
    print("checked:                      ", checked)
    print("connected, string as it came: ", socket.inet_ntoa(socket.inet_aton(text)))
    print("connected, str(checked):      ", socket.inet_ntoa(socket.inet_aton(str(checked))))
