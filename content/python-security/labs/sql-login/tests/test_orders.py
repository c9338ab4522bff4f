"""What an order number shows."""


def test_order_lists_all_its_items(box, canary):
    answer = box.http.get("/orders", params={"number": canary.order_number})
    assert answer.status_code == 200
    assert answer.json() == {"items": sorted([[canary.item, int(canary.quantity)], ["Teapot", 1]])}


def test_each_order_shows_its_own_items(box, canary):
    assert box.http.get("/orders", params={"number": "7"}).json() == {"items": [["Sieve", 2]]}
    later = str(int(canary.order_number) + 1)
    answer = box.http.get("/orders", params={"number": later})
    assert answer.status_code == 200
    assert answer.json() == {"items": []}
    for other in [f"1{canary.order_number}", f"{canary.order_number}7", canary.order_number[:-1]]:
        assert box.http.get("/orders", params={"number": other}).json() == {"items": []}, other
