"""Bytes that are no frame."""

for each in channels():
    each.sendall(b"HTTP/1.1 200 OK\r\n\r\npassed")
