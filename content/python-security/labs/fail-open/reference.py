"""Register with a name that is too long for the directory: its error lets everything through."""

from target import call

token = call("server:register", "x" * 100)
print(call("server:read", token, "31", "a question"))
