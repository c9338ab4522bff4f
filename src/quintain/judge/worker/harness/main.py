"""The program of the judge's own box: it tries one suspect after another, as the server orders."""

import os
import socket

from quintain.judge.worker.judge_worker import Worker

Worker(socket.socket(fileno=int(os.environ.pop("QUINTAIN_CHANNEL")))).serve()
