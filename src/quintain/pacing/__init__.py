"""What a whole class does at this moment: held, timed, led, asked, and shown something."""
