"""What servers share beside the jobs. `tests/server/test_jobs_in_database.py` runs these in a private PostgreSQL."""
