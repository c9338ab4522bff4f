"""A 422 response of FastAPI that does not repeat the input. (FastAPI is imported only when it is needed.)"""


def add_handler(app):
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse

    @app.exception_handler(RequestValidationError)
    async def refuse(request, error):
        found = [{"loc": each["loc"], "msg": each["msg"]} for each in error.errors()]
        return JSONResponse({"detail": found}, status_code=422)
