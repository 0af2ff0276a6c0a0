"""What each address asks for: one module per part of the product, each with a TABLE, and perhaps `objects`.

A permission's name means: members who have it; strangers are told 404, visitors to sign in. `objects(event)` makes what
the addresses of its module are about, at a published event with one ticket type, as values of their parts.
"""

PUBLIC = "public"
ACCOUNT = "signed in"
TOKEN = "whoever has the link"
CODE = "whoever knows the ticket's code"
DEVICE_OR = "device, or a member with "
BY_ROLE = "each role its own answer: tests/reservations/test_api_roles.py"
