"""Names, what Windows opens for them, and where that is documented."""

from names import opened

NAMING = "https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file"
FORMATS = "https://learn.microsoft.com/en-us/dotnet/standard/io/file-path-formats"
STREAMS = "https://learn.microsoft.com/en-us/windows/win32/fileio/file-streams"
FIRST = "https://github.com/pallets/werkzeug/releases/tag/3.1.4"
SECOND = "https://github.com/pallets/werkzeug/releases/tag/3.1.5"
THIRD = "https://github.com/pallets/werkzeug/releases/tag/3.1.6"
FOURTH = "https://github.com/pallets/werkzeug/releases/tag/3.1.9"

CASES = (
    ("report.txt", "file", "report.txt", FORMATS),
    ("passwords.txt", "file", "passwords.txt", FORMATS),
    ("PASSWORDS.txt", "file", "passwords.txt", NAMING),
    ("passwords.txt. .", "file", "passwords.txt", FORMATS),
    ("passwords.txt::$DATA", "file", "passwords.txt", STREAMS),
    ("PASSWO~1.TXT", "file", "passwords.txt", NAMING),
    ("report.txt:notes", "stream", "notes of report.txt", STREAMS),
    ("NUL", "device", "NUL", FIRST),
    ("con.txt", "device", "CON", SECOND),
    ("AUX .log", "device", "AUX", SECOND),
    ("2026/nul", "device", "NUL", THIRD),
    ("COM1:", "device", "COM1", FOURTH),
    (r"\\.\COM1", "device", r"\\.\COM1", FORMATS),
    (r"..\..\secret.txt", "outside", r"C:\secret.txt", FORMATS),
    (r"\secret.txt", "outside", r"C:\secret.txt", FORMATS),
    ("D:secret.txt", "outside", "D:secret.txt", NAMING),
    (r"\\host\share\x", "network", r"\\host\share\x", FORMATS),
)

if __name__ == "__main__":
    agree = [opened(name) == (kind, what) for name, kind, what, _ in CASES]
    print(f"{sum(agree)} of {len(CASES)} names are opened as documented")
