"""Another user of the machine waits for an export, and acts while it runs."""


def scene(box, canary, rng):
    return {
        "export": lambda month: box.call("payroll:export", month),
        "archive": lambda month: box.call("payroll:archive", month),
        "watch": lambda: box.call("machine:watch"),
        "seen": lambda: box.call("machine:seen"),
        "put": lambda what, target="": box.call("machine:put", what, target),
    }
