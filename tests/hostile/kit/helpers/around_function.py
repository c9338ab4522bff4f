

def _surround(theirs):
    import functools

    def wrap(function):
        @functools.wraps(function)
        def wrapped(*args, **options):
            texts = [each if isinstance(each, str) else repr(each) for each in (*args, *options.values())]
            return around(lambda: function(*args, **options), texts)

        return wrapped

    for name, value in list(globals().items()):
        if getattr(value, "__module__", None) == __name__ and type(value) is type(_surround) and name in theirs:
            globals()[name] = wrap(value)


def refuse():
    raise ValueError("refused")


def change(said, make):
    """Put ``make`` to every text of an answer."""
    if isinstance(said, str):
        return make(said)
    if isinstance(said, dict):
        return {key: change(value, make) for key, value in said.items()}
    return [change(each, make) for each in said] if isinstance(said, list) else said


