"""The judge's jobs: they ask it, and tell pages and database what it does."""
