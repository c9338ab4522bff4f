"""Let one thread beat every 50 ms while another matches 25 letters."""

import re
import threading
import time

PERIOD = 0.05
beats: list[float] = []
done = threading.Event()


def heart() -> None:
    while not done.wait(PERIOD):
        beats.append(time.perf_counter())


if __name__ == "__main__":
    thread = threading.Thread(target=heart)
    thread.start()
    time.sleep(0.5)
    begin = time.perf_counter()
    re.match(r"^(a+)+$", "a" * 25 + "!")
    end = time.perf_counter()
    time.sleep(0.5)
    done.set()
    thread.join()

    silence = max(later - sooner for sooner, later in zip(beats, beats[1:]))
    print(f"the match takes  {end - begin:.2f} s")
    print(f"longest silence  {silence:.2f} s")
    print(f"beats missed     {round(silence / PERIOD) - 1}")
