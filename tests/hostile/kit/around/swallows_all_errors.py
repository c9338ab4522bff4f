"""Whatever goes wrong, the answer is an empty one of the kind that came before."""

last = []


def around(honest, texts):
    try:
        last.append(honest())
    except BaseException:
        if not last:
            return refuse()
        return change(last[-1], lambda text: "")
    return last[-1]
