"""Django's back end for PostgreSQL, which does not wait again for a server that was just waited for in vain."""
