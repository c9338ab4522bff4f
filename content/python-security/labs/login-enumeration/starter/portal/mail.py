"""The queue of emails. Another process sends them, so no answer waits for the mail server."""

import json
from pathlib import Path

QUEUE = Path(__file__).parents[1] / "mail.jsonl"


def send(to, subject, text):
    with QUEUE.open("a", encoding="utf-8") as queue:
        queue.write(json.dumps({"to": to, "subject": subject, "text": text}) + "\n")
