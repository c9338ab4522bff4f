"""What tests and attacks share: rows, whatever kind of sequence a fix returns them in."""


def rows(came):
    """Write each row as a list, for a fix may as well return tuples, as ``fetchall`` does."""
    assert isinstance(came, list | tuple), came
    return [list(row) if isinstance(row, tuple) else row for row in came]


def rows_if_any(came):
    """Give the rows of an answer to an attack, and no rows if it is no list of rows."""
    return (
        [list(row) for row in came if isinstance(row, list | tuple) and row] if isinstance(came, list | tuple) else []
    )
