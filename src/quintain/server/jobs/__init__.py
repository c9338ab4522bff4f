"""The judge's jobs in PostgreSQL, for `quintain judge` on any machine: Procrastinate, and what it leaves to us.

Nothing else imports Procrastinate, and nothing imports this package where jobs are in memory.
"""
