"""Pay the cards for one euro, with the callback URL of the atlas."""

from target import call, pay

cards, atlas = call("shop:order", "Cards of the harbour"), call("shop:order", "Atlas of small islands")
pay(cards, 100, {"order": str(atlas), "cents": "8900"})
print(call("shop:receipt", atlas))
