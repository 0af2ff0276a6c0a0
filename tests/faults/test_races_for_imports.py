"""What a file brought is taken back while buyers want it."""

from functools import partial

import pytest
from django.utils import timezone

from events.models import DiscountCode, TicketType
from orders import services
from orders.models import Cart, ImportKind, Order
from orders.office_imports import files
from orders.queries.stock_check import stock_differences
from tests import make
from tests.faults.crowd import at_once, granted, refusals

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]


@pytest.fixture
def event(open_sale):
    return make.event(make.tenant())


def brought(event, kind, text):
    """An import that is written."""
    made = services.start_import(
        tenant=event.tenant,
        event=event,
        kind=kind,
        file_name="list.csv",
        table=files.read(text.encode()),
        by=None,
        now=timezone.now(),
    )
    made = services.confirm_import(made=services.work_off(made.pk), by=None, now=timezone.now())
    return services.work_off(made.pk)


def taken_back(made):
    services.undo_import(made=made, by=None, now=timezone.now())
    return services.work_off(made.pk)


@pytest.mark.parametrize("round_number", range(2))
def test_a_type_that_a_file_brought_is_sold_or_taken_back_and_never_both(event, round_number):
    rows = "\n".join(f"Row {number},0,10" for number in range(6))
    made = brought(event, ImportKind.TICKET_TYPES, f"name,price,places\n{rows}\n")
    kinds = list(TicketType.objects.filter(event=event, name__startswith="Row"))

    holds = [partial(make.cart, event, {kind: 1}) for kind in kinds for _again in range(2)]
    answers = at_once([*holds[:4], partial(taken_back, made), *holds[4:]])

    assert set(refusals(answers)) <= {"unknown_ticket_type", "hold_lapsed"}
    carts = [answer for answer in granted(answers) if isinstance(answer, Cart)]
    sold = {item.ticket_type_id for cart in carts for item in cart.items.all()}
    assert set(TicketType.objects.filter(event=event, name__startswith="Row").values_list("pk", flat=True)) == sold
    assert set(made.lines.values_list("state", flat=True)) <= {"undone", "stayed"}
    assert made.lines.filter(state="stayed").count() == len(sold)
    assert not stock_differences()


def test_a_code_that_a_file_brought_is_used_or_taken_back(event):
    kind = make.ticket_type(event, name="Stalls", places=50, price_cents=1000)
    made = brought(event, ImportKind.CODES, "code,value\nSPRING,10\n")
    carts = [make.cart(event, {kind: 1}) for _each in range(6)]
    buy = [
        partial(
            services.check_out,
            cart=cart,
            details=make.details(cart, discount_code="SPRING", email=f"{number}@example.org"),
            now=timezone.now(),
        )
        for number, cart in enumerate(carts)
    ]

    answers = at_once([*buy[:2], partial(taken_back, made), *buy[2:]])

    assert set(refusals(answers)) <= {"discount_unknown"}
    code = DiscountCode.objects.get(code="SPRING")
    assert code.times_redeemed == Order.objects.filter(discount_code=code).count()
    state = made.lines.get().state
    assert (state, code.archived_at is None) in [("stayed", True), ("undone", False)]
