"""The queue of emails. Another process sends them."""

import json
from email.utils import make_msgid
from pathlib import Path

QUEUE = Path(__file__).with_name("mail.jsonl")


def send(to, subject, text):
    email = {"message_id": make_msgid(domain="lab.test"), "to": to, "subject": subject, "text": text}
    with QUEUE.open("a", encoding="utf-8") as queue:
        queue.write(json.dumps(email) + "\n")
