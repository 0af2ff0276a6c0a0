"""Sales in Django's admin."""

from orders.admin import money, sales

__all__ = ["money", "sales"]
