"""Open files from eight threads and four processes at once.

expect: says done
whole: yes
seen: true; exit # from the crowd
"""

import os
import threading


def work():
    for _ in range(100):
        os.close(os.open("/dev/null", os.O_RDONLY))


for _ in range(3):
    if os.fork() == 0:
        work()
        os._exit(0)
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
os.system("true; exit # from the crowd")
print("done")
