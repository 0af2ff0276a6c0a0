"""Amounts as people read them."""

import pytest

from ticketing.core.money import card_step, format_money


@pytest.mark.parametrize(
    ("cents", "currency", "locale", "text"),
    [
        (9280, "AED", "en", "AED\N{NO-BREAK SPACE}92.80"),
        (8770, "KWD", "en", "KWD\N{NO-BREAK SPACE}8.770"),
        (1500, "JPY", "en", "¥1,500"),
        (-2500, "CHF", "en", "-CHF\N{NO-BREAK SPACE}25.00"),
        (1234567, "EUR", "de", "12.345,67\N{NO-BREAK SPACE}€"),
        (9280, "AED", "de", "92,80\N{NO-BREAK SPACE}AED"),
    ],
)
def test_a_code_is_parted_from_its_figures_and_a_sign_stands_as_the_locale_has_it(cents, currency, locale, text):
    assert format_money(cents, currency, locale) == text


def test_cards_carry_no_third_decimal():
    assert [card_step(currency) for currency in ("KWD", "EUR", "JPY")] == [10, 1, 1]
