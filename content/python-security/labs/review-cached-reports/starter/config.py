"""Settings of the portal, filled in when it is deployed."""

WAREHOUSE_KEY = "${warehouse_key}"
"""With this key, the warehouse reports its imports."""
