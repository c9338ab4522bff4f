"""A weight in Pydantic (FastAPI) and in Flask: only finite numbers between two limits."""

import math
from typing import Annotated

from flask import Flask, abort, request
from pydantic import BaseModel, Field, FiniteFloat, ValidationError


class Parcel(BaseModel):
    weight: Annotated[FiniteFloat, Field(gt=0, le=30)]


app = Flask(__name__)


@app.get("/price")
def price() -> str:
    weight = request.args.get("weight", type=float)
    if weight is None or not 0 < weight <= 30:
        abort(400)
    return f"{math.ceil(weight) * 2}"


def accepted(weight: str) -> bool:
    try:
        Parcel(weight=weight)
    except ValidationError:
        return False
    return True


if __name__ == "__main__":
    client = app.test_client()
    for weight in ("2.5", "nan", "inf", "-1", "1e999", "31", "heavy"):
        status = client.get("/price", query_string={"weight": weight}).status_code
        print(f"{weight:6} Pydantic {accepted(weight)!s:5}  Flask {status}")
