"""What is offered.

Venues, events, sessions, ticket types, stock, codes, questions, prices. Imports `tenants` and `ticketing.core`.
"""
