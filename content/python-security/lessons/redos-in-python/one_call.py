"""Let the same thread beat while another calls sum."""

from heartbeat import PERIOD, beside

if __name__ == "__main__":
    seconds, silence = beside(lambda: sum(range(2 * 10**7)))
    print(f"sum takes        {seconds:.2f} s")
    print(f"longest silence  {silence:.2f} s")
    print(f"beats missed     {round(silence / PERIOD) - 1}")
