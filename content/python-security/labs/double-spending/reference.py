"""Load the voucher twice: B takes all of its steps after A has read that the voucher is unused."""

from target import call, mine, together

card, voucher = mine()
together("AABBBBB", ["redeem", voucher, card], ["redeem", voucher, card])
print(call("cards:buy", "farmer's hamper", card))
