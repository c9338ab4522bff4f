"""What shlex.quote does with an option and with two other values."""

import shlex

if __name__ == "__main__":
    for value in ("--upload-pack=./helper", "two words", "$(echo ran)"):
        print(f"{value:24} {shlex.quote(value)}")
