"""The list knows two spellings of this machine; there are more."""

from target import show

print(show("HTTP://127.0.0.1:8080/gate"))
