"""Whatever is no letter or digit is an attack."""


def around(honest, texts):
    return honest() if all(text.isalnum() and text.isascii() for text in texts) else refuse()
