"""What things cost: the one function that every page, the API and the charge reckon with.

Pure: lines and rules in, amounts per line and in sum out. Everything is whole minor units of one currency, so
currencies of 0, 2 and 3 decimals need no special case. A percentage is rounded half-up once per line; sums are sums of
lines, so what a line says is what is added. Where cards carry no third decimal, what is reckoned on top is rounded to
`step`: a price that ends in 0 gives a total that ends in 0, or nobody could pay it. Tax is reckoned on what the line
costs after discount and with its fee: a fee is ancillary to the supply that it comes with and shares its rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

FULL = 10_000  # a hundred percent, in hundredths of a percent


@dataclass(frozen=True)
class Line:
    """So many of one thing. `key` is the caller's own; `tax_rate` is in percent."""

    key: object
    quantity: int
    unit_price_cents: int
    tax_rate: Decimal


@dataclass(frozen=True)
class Discount:
    """What a code takes off. `kind`: percentage, fixed_per_order or fixed_per_ticket; `value`: hundredths of a percent
    for percentages, else minor units.

    `keys` limits it to these lines (None: all), `max_tickets` to so many units, the dearest first.
    """

    kind: str
    value: int
    keys: frozenset[object] | None = None
    max_tickets: int | None = None


@dataclass(frozen=True)
class Rules:
    """How one tenant reckons: the platform's fee, who pays it (buyer, organizer), and whether prices contain the tax.

    `tax_mode` is inclusive or exclusive. Discounts, fees and taxes on top are reckoned to a multiple of `step`.
    """

    fee_percentage: Decimal = Decimal(0)
    fee_fixed_cents: int = 0
    fee_payer: str = "buyer"
    tax_mode: str = "inclusive"
    discount: Discount | None = None
    step: int = 1


@dataclass(frozen=True)
class PricedLine:
    """A line with its amounts, for the whole quantity.

    `platform_fee_cents` is what the platform gets, whoever pays it.
    """

    key: object
    quantity: int
    unit_price_cents: int
    tax_rate: Decimal
    subtotal_cents: int
    discount_cents: int
    fee_cents: int
    tax_cents: int
    tax_included_cents: int
    platform_fee_cents: int

    @property
    def total_cents(self) -> int:
        """What the buyer pays for the line."""
        return self.subtotal_cents - self.discount_cents + self.fee_cents + self.tax_cents


@dataclass(frozen=True)
class Priced:
    """The lines and their sums. `taxes_cents` are added on top, `taxes_included_cents` lie within the prices."""

    lines: tuple[PricedLine, ...]
    subtotal_cents: int
    discount_cents: int
    fees_cents: int
    taxes_cents: int
    taxes_included_cents: int
    platform_fee_cents: int

    @property
    def total_cents(self) -> int:
        """What the buyer pays."""
        return self.subtotal_cents - self.discount_cents + self.fees_cents + self.taxes_cents


def price(lines: Sequence[Line], rules: Rules) -> Priced:
    """Reckon every amount of a cart or an order. Quantities and prices are not negative."""
    discounts = _discounts(lines, rules.discount, rules.step)
    priced = tuple(_price_line(line, discount, rules) for line, discount in zip(lines, discounts, strict=True))
    return Priced(
        lines=priced,
        subtotal_cents=sum(line.subtotal_cents for line in priced),
        discount_cents=sum(line.discount_cents for line in priced),
        fees_cents=sum(line.fee_cents for line in priced),
        taxes_cents=sum(line.tax_cents for line in priced),
        taxes_included_cents=sum(line.tax_included_cents for line in priced),
        platform_fee_cents=sum(line.platform_fee_cents for line in priced),
    )


def price_of_one(unit_price_cents: int, tax_rate: Decimal, rules: Rules) -> int:
    """What one costs with all fees and taxes and without a discount: the price to show beside a ticket type."""
    one = Line(key=None, quantity=1, unit_price_cents=unit_price_cents, tax_rate=tax_rate)
    return price([one], replace(rules, discount=None)).total_cents


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two non-negative numbers, rounded half-up."""
    return (2 * numerator + denominator) // (2 * denominator)


def share(base: int, rate: int, step: int) -> int:
    """So many hundredths of a percent of an amount, rounded half-up to a multiple of the step."""
    return half_up(base * rate, FULL * step) * step


def hundredths(percentage: Decimal) -> int:
    """A percentage with two decimals as a whole number of hundredths."""
    return int(percentage * 100)


def _price_line(line: Line, discount_cents: int, rules: Rules) -> PricedLine:
    subtotal = line.quantity * line.unit_price_cents
    net = subtotal - discount_cents
    platform_fee = 0
    if net > 0:
        percentage = share(net, hundredths(rules.fee_percentage), rules.step)
        platform_fee = percentage + line.quantity * rules.fee_fixed_cents
    if rules.fee_payer == "organizer":
        # The organizer's share bears it: never more than what the line brings in.
        platform_fee = min(platform_fee, net)
    fee = platform_fee if rules.fee_payer == "buyer" else 0
    rate = hundredths(line.tax_rate)
    inclusive = rules.tax_mode == "inclusive"
    return PricedLine(
        key=line.key,
        quantity=line.quantity,
        unit_price_cents=line.unit_price_cents,
        tax_rate=line.tax_rate,
        subtotal_cents=subtotal,
        discount_cents=discount_cents,
        fee_cents=fee,
        tax_cents=0 if inclusive else share(net + fee, rate, rules.step),
        tax_included_cents=half_up((net + fee) * rate, FULL + rate) if inclusive else 0,
        platform_fee_cents=platform_fee,
    )


def _discounts(lines: Sequence[Line], discount: Discount | None, step: int) -> list[int]:
    """What is taken off each line."""
    if discount is None:
        return [0] * len(lines)
    units = _discounted_units(lines, discount)
    bases = [count * line.unit_price_cents for count, line in zip(units, lines, strict=True)]
    if discount.kind == "percentage":
        return [min(share(base, min(discount.value, FULL), step), base) for base in bases]
    if discount.kind == "fixed_per_ticket":
        return [min(discount.value * count, base) for count, base in zip(units, bases, strict=True)]
    return spread(min(discount.value, sum(bases)), bases)


def _discounted_units(lines: Sequence[Line], discount: Discount) -> list[int]:
    units = [line.quantity if discount.keys is None or line.key in discount.keys else 0 for line in lines]
    if discount.max_tickets is None:
        return units
    left = discount.max_tickets
    counted = [0] * len(lines)
    for index in sorted(range(len(lines)), key=lambda index: -lines[index].unit_price_cents):
        counted[index] = min(units[index], left)
        left -= counted[index]
    return counted


def spread(amount: int, bases: Sequence[int]) -> list[int]:
    """Divide an amount in proportion to the bases, to the last unit (largest remainder).

    Nothing where all bases are 0.
    """
    whole = sum(bases)
    if whole == 0:
        return [0] * len(bases)
    shares = [amount * base // whole for base in bases]
    by_remainder = sorted(range(len(bases)), key=lambda index: (-(amount * bases[index] % whole), index))
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares
