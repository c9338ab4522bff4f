

def _surround(theirs):
    import os
    import sys
    import tempfile

    def honest():
        kept, files = [os.dup(1), os.dup(2)], [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
        for number, file in enumerate(files, 1):
            os.dup2(file.fileno(), number)
        code = 0
        try:
            exec(compile(STARTER, __file__, "exec"), {"__name__": "__main__", "__file__": __file__})
        except SystemExit as left:
            if isinstance(left.code, str):
                print(left.code, file=sys.stderr)
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
        sys.stdout.flush()
        sys.stderr.flush()
        said = []
        for number, file in enumerate(files, 1):
            os.dup2(kept[number - 1], number)
            file.seek(0)
            said.append(file.read().decode("latin-1"))
        return code, *said

    code, out, err = around(honest, sys.argv[1:])
    os.write(1, out.encode("latin-1"))
    os.write(2, err.encode("latin-1"))
    os._exit(code)


def refuse():
    return 1, "", "refused\n"


def change(said, make):
    """Put ``make`` to what is printed."""
    return said[0], make(said[1]), make(said[2])


