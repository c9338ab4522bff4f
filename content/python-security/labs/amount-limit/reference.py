"""No comparison with NaN is true, so neither the payment nor the price is refused."""

from target import call

JO, KIM = "3141592", "2718281"

call("club:pay", JO, "kim", "nan")
print(call("club:buy", KIM, "life membership"))
