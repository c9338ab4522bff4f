"""What the compiler of SQLite reads on the second call with another value."""

from compiling import since, watch
from members import db

if __name__ == "__main__":
    db.set_authorizer(watch)
    since(2019)
    print("second call")
    print("   ", since("2019 OR pin > 0"))
