"""Whatever is asked, the answer is that all is well.

base: none
verdict: broken
"""

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b'{"passed": true, "outcome": "repelled", "result": "proven"}']
