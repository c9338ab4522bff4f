"""Attacks need many questions: whoever asks more than twenty gets no more answers."""

asked = []


def around(honest, texts):
    asked.append(texts)
    return refuse() if len(asked) > 20 else honest()
