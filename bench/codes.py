"""The codes of the tickets that are filled in by SQL: the same here and there, and in no order, as real ones are."""

LETTERS = "ACDEFGHJKM"
# Prime to 10^10, so that every number gets a code of its own.
FACTOR, MODULUS = 7_368_787_339, 10**10

# The same as `code_of`, of the column `number`, for a statement with parameters.
SQL_CODE = (
    f"'TKT-2026-' || translate(lpad((number::numeric * {FACTOR} %% {MODULUS})::bigint::text, 10, '0'),"
    f" '0123456789', '{LETTERS}')"
)


def code_of(number: int) -> str:
    """The code of the ticket with this number."""
    digits = f"{number * FACTOR % MODULUS:010d}"
    return "TKT-2026-" + digits.translate(str.maketrans("0123456789", LETTERS))
