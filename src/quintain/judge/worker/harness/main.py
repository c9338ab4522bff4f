"""The program of the judge's own box: it hears one suspect after another, as the server tells it."""

import os
import socket

from quintain.judge.worker.judge_worker import Worker

Worker(socket.socket(fileno=int(os.environ.pop("QUINTAIN_CHANNEL")))).serve()
