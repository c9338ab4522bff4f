"""Settings of the shop, filled in when it is deployed."""

WEBHOOK_SECRET = "${webhook_secret}"

TOLERANCE_SECONDS = 300
"""How far the time of an attempt may be from ours."""

RETRIED_FOR_SECONDS = 3 * 24 * 3600
"""How long the payment provider tries again."""
