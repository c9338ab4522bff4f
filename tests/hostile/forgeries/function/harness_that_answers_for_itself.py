"""The whole conversation is taken over: every question gets the answer of the last one.

base: resolved-path
verdict: still-open
"""

import sys

import inside.dispatcher

last = {}
plain = inside.dispatcher.Dispatcher._say


def say(self, ticket, answer):
    last.update(answer)
    plain(self, ticket, last)


inside.dispatcher.Dispatcher._say = say
