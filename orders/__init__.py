"""What is bought.

Carts, orders, tickets, payments, refunds, the ledger. Imports `events`, `tenants` and `ticketing.core`.
"""
