"""A C function writes into bytes, which Python promises never to change."""

import ctypes

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

libc = ctypes.CDLL(None)


def greeting() -> bytes:
    return b"welcome"


target = greeting()
libc.strcpy(target, b"hacked!")
print("greeting() returns", greeting())

room = ctypes.create_string_buffer(16)
libc.strcpy(room, b"hacked!")
print("a buffer of ctypes:", room.value)

encryptor = Cipher(algorithms.AES(bytes(32)), modes.CTR(bytes(16))).encryptor()
try:
    encryptor.update_into(bytes(16), bytes(31))
except (TypeError, BufferError) as error:
    print("update_into:", error)
