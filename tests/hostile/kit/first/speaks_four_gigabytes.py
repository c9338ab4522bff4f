"""A frame of four gigabytes is announced, and begun."""

for each in channels():
    each.sendall(b"\xff\xff\xff\xff{")
