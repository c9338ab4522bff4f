"""Jobs in PostgreSQL. `tests/server/test_jobs_in_database.py` runs these in a private server."""
