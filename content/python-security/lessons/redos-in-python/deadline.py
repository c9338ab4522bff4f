import re
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor(max_workers=4)


def is_name(text: str) -> bool:
    job = POOL.submit(re.match, r"^(a+)+$", text)
    return job.result(timeout=0.1) is not None


if __name__ == "__main__":
    import time

    for call in ("first", "second"):
        begin = time.perf_counter()
        try:
            outcome = f"answers {is_name('a' * 25 + '!')}"
        except TimeoutError:
            outcome = "raises TimeoutError"
        print(f"{call + ' call':11} {outcome:19} after {time.perf_counter() - begin:.2f} s")
