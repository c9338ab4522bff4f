"""Send an essay by its number in Flask: the query asks for the number and the pupil."""

from flask import Flask, abort, send_from_directory, session

from essays import FOLDER, db

app = Flask(__name__)
app.secret_key = "only for this example"


@app.get("/essays/<int:number>")
def essay(number: int):
    if "pupil" not in session or number >= 2**63:
        abort(404)
    query = "SELECT stored FROM essays WHERE id = ? AND pupil = ?"
    row = db.execute(query, (number, session["pupil"])).fetchone()
    if row is None:
        abort(404)
    return send_from_directory(FOLDER, row[0], mimetype="text/plain")


if __name__ == "__main__":
    client = app.test_client()
    with client.session_transaction() as signed_in:
        signed_in["pupil"] = "zoe"
    for number in ("1", "2", "3", "../settings.ini"):
        with client.get(f"/essays/{number}") as response:
            print(f"{number:18}{response.status_code}  {response.text if response.status_code == 200 else ''}".rstrip())
