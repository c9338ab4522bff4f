"""A secret that is made from the time is the same for everybody who knows the time."""

import base64
import random
import secrets

import pyotp

CREATED = 1_800_000_000  # the second in which the account was made


def guessable(seconds):
    return base64.b32encode(random.Random(seconds).randbytes(20)).decode()


def random_secret():
    return base64.b32encode(secrets.token_bytes(20)).decode()


victim = pyotp.TOTP(guessable(CREATED))
found = [at for at in range(CREATED - 3600, CREATED + 3600) if pyotp.TOTP(guessable(at)).at(0) == victim.at(0)]
print("the attacker tries each second of two hours, and finds the secret:", CREATED in found)
print("characters of a good secret:", len(random_secret()))
try:
    pyotp.TOTP("JBSWY3DPEHPK3PXP").at(0)
except ValueError as error:
    print("pyotp refuses the secret of many tutorials:", error)
