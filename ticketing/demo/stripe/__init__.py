"""A stand-in for Stripe: a small real server of its own process, for the demo, the tests and the benchmark.

It speaks the part of Stripe's API that Foyer uses, in the shape that stripe-python 16 sends (API 2026-10-28): checkout
sessions, payment intents, charges, refunds, balance transactions, accounts, account links, transfers, payouts, events.
It keeps idempotency keys, answers with Stripe's error bodies, signs and retries webhooks, shows a hosted payment page,
survives a restart, and can be told to misbehave (see `switches`).

Only the standard library is used, so that it starts in milliseconds, and nothing else of the project is imported.
"""
