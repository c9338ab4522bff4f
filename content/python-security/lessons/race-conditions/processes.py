"""Two processes, each with a lock of its own, hold their locks at the same time."""

import multiprocessing
import threading

lock = threading.Lock()


def hold(entered) -> None:
    with lock:
        entered.wait(10)  # passes only if the other process is inside its lock, too


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    entered = context.Barrier(2)
    processes = [context.Process(target=hold, args=[entered]) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print("both inside:", all(process.exitcode == 0 for process in processes))
