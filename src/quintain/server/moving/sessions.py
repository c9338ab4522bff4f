"""Whether sessions are worth moving: only those that the server's secret key has signed can be read there."""

from contextlib import closing

from django.core import signing

from quintain.accounts.sessions.store import SessionStore
from quintain.server.moving.places import Place, Tell
from quintain.server.moving.tables import SESSIONS, Table, moved_tables


def tables_worth_moving(source: Place, tell: Tell) -> tuple[Table, ...]:
    """Return the tables to be moved; without those of sessions, and with a word, if another key signed these."""
    tables = moved_tables()
    table = next(each for each in tables if each.name == SESSIONS[0])
    place = [column.name for column in table.columns].index("session_data")
    with closing(source.read(table)) as rows:
        first = next(rows, None)
    if first is None or _is_ours(str(first[place])):
        return tables
    tell(
        "Sessions are left out, since another secret key signed them: people sign in again. "
        "To keep them, give this command and the server the old key, with QUINTAIN_SECRET_KEY_FILE."
    )
    return moved_tables(with_sessions=False)


def _is_ours(data: str) -> bool:
    try:
        signing.TimestampSigner(salt=SessionStore().key_salt).unsign(data)
    except signing.BadSignature:
        return False
    return True
