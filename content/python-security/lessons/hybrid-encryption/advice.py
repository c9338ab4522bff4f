"""A mode that ruff reports."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

cipher = Cipher(algorithms.AES(bytes(32)), modes.ECB())
