"""The price function: exact figures, and what holds for any cart."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pricing import Discount, Line, Rules, half_up, price, price_of_one

RATE = Decimal("19.00")


def line(quantity: int, cents: int, *, key: object = "a", rate: Decimal = Decimal(0)) -> Line:
    return Line(key=key, quantity=quantity, unit_price_cents=cents, tax_rate=rate)


def test_a_plain_cart_costs_the_sum_of_its_lines() -> None:
    priced = price([line(2, 2500), line(1, 1000, key="b")], Rules())

    assert (priced.subtotal_cents, priced.total_cents) == (6000, 6000)


def test_included_tax_is_taken_out_of_the_price_and_added_tax_put_on_top() -> None:
    inclusive = price([line(1, 11900, rate=RATE)], Rules(tax_mode="inclusive"))
    exclusive = price([line(1, 10000, rate=RATE)], Rules(tax_mode="exclusive"))

    assert (inclusive.total_cents, inclusive.taxes_included_cents, inclusive.taxes_cents) == (11900, 1900, 0)
    assert (exclusive.total_cents, exclusive.taxes_included_cents, exclusive.taxes_cents) == (11900, 0, 1900)


def test_the_fee_is_a_share_and_a_fixed_part_per_ticket_rounded_half_up() -> None:
    rules = Rules(fee_percentage=Decimal("2.50"), fee_fixed_cents=49)

    priced = price([line(3, 1990)], rules)

    assert priced.fees_cents == 149 + 147
    assert priced.total_cents == 5970 + 296


def test_a_fee_that_the_organizer_pays_is_not_the_buyers() -> None:
    priced = price([line(1, 2000)], Rules(fee_percentage=Decimal(5), fee_payer="organizer"))

    assert (priced.fees_cents, priced.platform_fee_cents, priced.total_cents) == (0, 100, 2000)


def test_what_is_free_has_no_fee() -> None:
    free = price([line(2, 0)], Rules(fee_fixed_cents=100))
    discounted = price([line(2, 500)], Rules(fee_fixed_cents=100, discount=Discount("percentage", 10_000)))

    assert (free.total_cents, discounted.total_cents) == (0, 0)


@pytest.mark.parametrize(
    ("discount", "taken"),
    [
        (Discount("percentage", 1000), 700),
        (Discount("fixed_per_order", 1500), 1500),
        (Discount("fixed_per_order", 99_999), 7000),
        (Discount("fixed_per_ticket", 300), 900),
        (Discount("percentage", 5000, keys=frozenset({"b"})), 500),
        (Discount("percentage", 5000, max_tickets=1), 1500),
        (Discount("percentage", 15_000), 7000),
    ],
)
def test_each_kind_of_discount(discount: Discount, taken: int) -> None:
    priced = price([line(2, 3000), line(1, 1000, key="b")], Rules(discount=discount))

    assert priced.discount_cents == taken
    assert priced.total_cents == 7000 - taken


def test_a_fixed_discount_is_divided_to_the_last_cent() -> None:
    priced = price([line(1, 333, key=key) for key in "abc"], Rules(discount=Discount("fixed_per_order", 100)))

    assert [row.discount_cents for row in priced.lines] == [34, 33, 33]


def test_the_price_shown_beside_a_ticket_type_contains_fee_and_tax() -> None:
    rules = Rules(fee_fixed_cents=100, tax_mode="exclusive", discount=Discount("percentage", 5000))

    assert price_of_one(1000, Decimal(10), rules) == 1210


def test_half_a_unit_is_rounded_up() -> None:
    assert [half_up(numerator, 2) for numerator in (1, 2, 3, 5)] == [1, 1, 2, 3]


rates = st.decimals(0, 100, places=2)
lines = st.lists(
    st.builds(Line, st.sampled_from("abcdef"), st.integers(1, 50), st.integers(0, 10**7), rates), min_size=1, max_size=6
)
discounts = st.none() | st.builds(
    Discount,
    st.sampled_from(["percentage", "fixed_per_order", "fixed_per_ticket"]),
    st.integers(0, 20_000),
    st.none() | st.frozensets(st.sampled_from("abcdef"), min_size=1),
    st.none() | st.integers(1, 20),
)
all_rules = st.builds(
    Rules,
    st.decimals(0, 100, places=2),
    st.integers(0, 1000),
    st.sampled_from(["buyer", "organizer"]),
    st.sampled_from(["inclusive", "exclusive"]),
    discounts,
    st.sampled_from([1, 10]),
)


@given(lines, all_rules)
def test_prices_that_cards_can_carry_give_a_total_that_cards_can_carry(cart: list[Line], rules: Rules) -> None:
    round_cart = [replace(row, unit_price_cents=row.unit_price_cents * 10) for row in cart]
    code = rules.discount and replace(
        rules.discount, value=rules.discount.value * (1 if rules.discount.kind == "percentage" else 10)
    )

    priced = price(round_cart, replace(rules, step=10, fee_fixed_cents=rules.fee_fixed_cents * 10, discount=code))

    assert priced.total_cents % 10 == 0


@given(lines, all_rules)
def test_every_cart_adds_up_and_no_amount_is_negative(cart: list[Line], rules: Rules) -> None:
    priced = price(cart, rules)

    for row in priced.lines:
        assert 0 <= row.discount_cents <= row.subtotal_cents == row.quantity * row.unit_price_cents
        assert min(row.fee_cents, row.tax_cents, row.tax_included_cents, row.platform_fee_cents) >= 0
        assert row.tax_included_cents <= row.total_cents
    assert priced.total_cents == sum(row.total_cents for row in priced.lines)
    assert priced.total_cents == priced.subtotal_cents - priced.discount_cents + priced.fees_cents + priced.taxes_cents
