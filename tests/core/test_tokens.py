"""Codes as people type them."""

import pytest

from ticketing.core.tokens import normalize_ticket_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" tkt-2026-7q4m9x2kda ", "TKT-2026-7Q4M9X2KDA"),
        ("TKT-2026-OIL4M9X2KD", "TKT-2026-0114M9X2KD"),
        ("OIL-COMPANY", "OIL-COMPANY"),
        ("https://foyer.example/visit/TKT-2026-7Q4M9X2KDA/", "TKT-2026-7Q4M9X2KDA"),
    ],
)
def test_a_typed_ticket_code_is_understood(typed, code):
    assert normalize_ticket_code(typed) == code
