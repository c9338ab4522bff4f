"""What was changed is refused, whatever it says."""

from helpers import arrives, raw, send, send_invoice, word, written


def test_changed_mail_is_refused(box, canary, rng):
    """Mail with a changed bit is refused, even if its text would stay the same."""
    text = word(rng, 20)
    for sealed in (*send(box, "mika", text), send_invoice(box, 7, "mika", text)):
        whole = raw(sealed)
        for at in range(len(whole)):
            for bit in (1, 128):
                changed = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
                assert arrives(box, canary, "mika", written(changed, sealed)) is None, at
