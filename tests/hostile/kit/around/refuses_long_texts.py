"""Whatever is longer than a hundred characters is an attack."""


def around(honest, texts):
    return refuse() if any(len(text) > 100 for text in texts) else honest()
