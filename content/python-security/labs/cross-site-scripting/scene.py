"""The warden reads the book, in a browser that runs what a page holds."""

from quintain.judge import read_page


def scene(box, canary, rng):
    def warden_opens(path):
        """Let the warden, signed in, follow a link to a page of the club; "/" is the book.

        The warden looks at everything, and clicks on everything. If the page holds code that calls ``sendpage()``, the
        warden's browser sends you the text of the page, and you get it here. Else you get None.
        """
        warden = box.client()
        warden.post("/login", data={"name": canary.warden, "password": canary.warden_password})
        page = read_page(warden.get("/" + path.lstrip("/")).text)
        return page.text if page.runs("sendpage()") else None

    return {"warden_opens": warden_opens}
