"""Open a FIFO in a folder, with the old and the new code."""

import os
import tempfile
from pathlib import Path
from threading import Thread

import after
import before

with tempfile.TemporaryDirectory() as name:
    folder = Path(name).resolve()
    os.mkfifo(folder / "queue")

    old = Thread(target=before.attachment, args=(str(folder / "queue"),))
    old.start()
    old.join(timeout=0.1)
    print("before:", "still waiting" if old.is_alive() else "finished")
    (folder / "queue").write_text("at last")  # release the thread
    old.join()

    try:
        after.attachment("queue", folder)
    except ValueError as error:
        print("after: ", error)
