"""An RSA key with the public exponent 1 encrypts nothing. Does the package make such a key?"""

from cryptography.hazmat.primitives.asymmetric import rsa

modulus = 10**600 + 7  # any number that is larger than the message
print("4711 with the exponent 1:", pow(4711, 1, modulus))
for exponent, bits in ((1, 2048), (65537, 512), (65537, 1024), (65537, 3072)):
    try:
        key = rsa.generate_private_key(exponent, bits)
    except ValueError as error:
        print(f"{exponent}, {bits} bits: refused. {error}")
    else:
        print(f"{exponent}, {bits} bits: accepted, {key.key_size} bits")
