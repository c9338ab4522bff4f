"""A small program that is watched."""

import os
import socket
import subprocess

os.mkdir("box")
with open("box/orders.txt", "w") as file:
    file.write("3 apples")
size = os.stat("box/orders.txt").st_size
total = eval("3 * 2")
subprocess.run(["true"], check=True)
connection = socket.socket()
try:
    connection.connect(("127.0.0.1", 9))
except OSError:
    connection.close()
os.rename("box/orders.txt", "box/done.txt")
os.remove("box/done.txt")
os.rmdir("box")
