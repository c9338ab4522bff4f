"""RSA with small numbers, to look at: with and without padding."""

import secrets

P, Q = 131_071, 131_101  # two primes; a real key has two of 1,536 bits
N, E = P * Q, 65_537  # the public key
D = pow(E, -1, (P - 1) * (Q - 1))  # the private key

MARK = 0x5A  # with it, the receiver recognises a padded number


def encrypt(number):
    return pow(number, E, N)


def decrypt(ciphertext):
    return pow(ciphertext, D, N)


def pad(grade):
    """Put a mark and 16 random bits in front of a grade."""
    return MARK << 24 | secrets.randbits(16) << 8 | grade


def unpad(number):
    if number >> 24 != MARK:
        raise ValueError("the padding is wrong")
    return number & 0xFF


if __name__ == "__main__":
    print("public key: ", N, E)
    print("private key:", D)
    print("encrypt(3): ", encrypt(3), encrypt(3))
    print("decrypted:  ", decrypt(encrypt(3)))
    first, second = encrypt(pad(3)), encrypt(pad(3))
    print("with padding, twice the same ciphertext:", first == second)
    print("decrypted:  ", unpad(decrypt(first)), unpad(decrypt(second)))
