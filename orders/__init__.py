"""What is bought: carts, orders, tickets, payments, refunds, the ledger. Imports `events`, `tenants` and `ticketing.core`."""
