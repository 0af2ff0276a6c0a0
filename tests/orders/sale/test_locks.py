"""How locks are taken: of one kind, in one place, the hot counters last, always in order."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Stock
from orders import services
from orders.models import BulkKind
from orders.office_imports.files import Table
from orders.queries.office_filters import AttendeeFilter
from tests import make
from tests.office import acting

ROOT = Path(__file__).resolve().parents[3]
APPS = ("ticketing", "tenants", "events", "orders", "checkin", "reservations")
PLAIN_LOCK = re.compile(r"\bFOR\s+(KEY\s+)?(UPDATE|SHARE)\b", re.IGNORECASE)
WRITTEN_LOCK = re.compile(r"\bFOR\s+NO\s+KEY\s+UPDATE\b|\bLOCK\s+TABLE\b|\bpg_(try_)?advisory", re.IGNORECASE)


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def statements_in(tree: ast.Module) -> Iterator[ast.Constant]:
    """The strings of a module that are no docstrings."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def _locks(call: ast.Call) -> bool:
    return getattr(call.func, "attr", "") == "select_for_update"


def test_every_lock_leaves_foreign_keys_alone_and_names_its_own_table():
    wrong = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _locks(node):
                given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                if given.get("no_key") != "True" or given.get("of") != "('self',)":
                    wrong.append(f"{path}:{node.lineno}")
        wrong += [f"{path}:{text.lineno}" for text in statements_in(tree) if PLAIN_LOCK.search(str(text.value))]

    assert not wrong


def test_locks_are_taken_in_the_modules_named_so_and_by_the_doors_own_sql():
    elsewhere = []
    for path, tree in modules():
        if path.name == "locks.py" or path.parts[0] == "checkin":
            continue
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _locks(node)]
        texts = [text for text in statements_in(tree) if WRITTEN_LOCK.search(str(text.value))]
        elsewhere += [f"{path}:{node.lineno}" for node in [*calls, *texts]]

    assert not elsewhere


def test_rows_of_one_kind_are_locked_by_id():
    unordered = []
    for path, tree in modules():
        if path.name != "locks.py":
            continue
        for source in map(ast.unparse, tree.body):
            is_of_one = ".get(" in source or "(pk=Slot('pk'))" in source
            if "select_for_update" in source and not is_of_one and "order_by('pk')" not in source:
                unordered.append(f"{path}: {source}")

    assert not unordered


@pytest.fixture
def festival(blue_note):
    """Two paid types and a free one, over shared sessions."""
    event = make.event(blue_note, published=False, places=50)
    day = make.session(event, title="Day", places=40)
    night = make.session(event, title="Night", places=40)
    make.ticket_type(event, name="Day", places=30, price_cents=2000, sessions=[day])
    make.ticket_type(event, name="Both", places=30, price_cents=3000, sessions=[day, night])
    make.ticket_type(event, name="Free", places=30, sessions=[night])
    make.discount(blue_note, "LESS", event=event)
    return make.publish(event)


def _hold(event):
    day, both, _free = event.ticket_types.all()
    return lambda: make.cart(event, {day: 2, both: 1})


def _choose_anew(event):
    day, both, _free = event.ticket_types.all()
    previous = make.cart(event, {day: 2})
    return lambda: services.hold_places(
        event=event, wanted={both.pk: 1}, visitor=services.Visitor(), previous=previous, now=timezone.now()
    )


def _give_up(event):
    cart = make.cart(event, {event.ticket_types.all()[0]: 2})
    return lambda: services.give_up_cart(cart=cart, now=timezone.now())


def _free_checkout(event):
    cart = make.cart(event, {event.ticket_types.all()[2]: 2})
    details = make.details(cart, discount_code="LESS")
    return lambda: services.check_out(cart=cart, details=details, now=timezone.now())


def _confirm(event):
    payment = make.payment(make.order(event, {event.ticket_types.all()[1]: 2}, paid=False))
    state = make.paid_state(payment)
    return lambda: services.record_payment(payment_id=payment.pk, state=state, now=timezone.now())


def _confirm_late(event):
    long_ago = timezone.now() - timedelta(days=1)
    order = make.order(event, {event.ticket_types.all()[1]: 2}, paid=False, now=long_ago, discount_code="LESS")
    payment = make.payment(order, now=long_ago)
    services.release_all_lapsed(now=timezone.now())
    state = make.paid_state(payment)
    return lambda: services.record_payment(payment_id=payment.pk, state=state, now=timezone.now())


def _pay_at_the_door(event):
    order = make.order(event, {event.ticket_types.all()[1]: 2}, paid=False)
    addresses = services.Addresses(success="http://localhost/", cancel="http://localhost/")
    return lambda: services.start_payment(order=order, provider_key="at_door", addresses=addresses, now=timezone.now())


def _mark_paid(event):
    order = make.order(event, {event.ticket_types.all()[1]: 2}, paid=False)
    member = make.member(event.tenant)
    return lambda: services.mark_paid(order=order, by=member, now=timezone.now())


def _cancel_order(event):
    order = make.order(event, {event.ticket_types.all()[1]: 2})
    return lambda: services.cancel_order(order=order, by=None, now=timezone.now())


def _cancel_unpaid(event):
    order = make.order(event, {event.ticket_types.all()[1]: 2}, paid=False, discount_code="LESS")
    return lambda: services.cancel_order(order=order, by=None, now=timezone.now())


def _cancel_tickets(event):
    order = make.order(event, {event.ticket_types.all()[1]: 2})
    return lambda: services.cancel_tickets(order=order, tickets=order.tickets.all()[:1], by=None, now=timezone.now())


def _release(event):
    long_ago = timezone.now() - timedelta(days=1)
    day, both, _free = event.ticket_types.all()
    make.cart(event, {day: 2}, now=long_ago)
    make.order(event, {both: 2}, paid=False, now=long_ago, discount_code="LESS")
    return lambda: services.release_lapsed(stock_ids=[event.stock_id], now=timezone.now())


def _set_capacity(event):
    stock = Stock.objects.get(pk=event.stock_id)
    return lambda: services.set_capacity(stock=stock, total=45, by=None, now=timezone.now())


def _waited_for(event):
    """Somebody waits for the only place, which is bought."""
    Stock.objects.filter(pk=event.stock_id).update(quantity_total=1)
    both = event.ticket_types.all()[1]
    order = make.order(event, {both: 1})
    return order, make.waiting(event, [both])


def _cancel_while_somebody_waits(event):
    order, _entry = _waited_for(event)
    return lambda: services.cancel_order(order=order, by=None, now=timezone.now())


def _hand_out(event):
    order, _entry = _waited_for(event)
    services.cancel_order(order=order, by=None, now=timezone.now())
    return lambda: services.hand_out_places(event_id=event.pk, now=timezone.now())


def _revoke_an_offer(event):
    order, entry = _waited_for(event)
    services.cancel_order(order=order, by=None, now=timezone.now())
    services.hand_out_places(event_id=event.pk, now=timezone.now())
    return lambda: services.revoke_offer(entry=entry, by=None, now=timezone.now())


def _leave_the_line(event):
    order, entry = _waited_for(event)
    services.cancel_order(order=order, by=None, now=timezone.now())
    services.hand_out_places(event_id=event.pk, now=timezone.now())
    return lambda: services.leave_waiting_list(entry=entry, now=timezone.now())


def _cancel_the_event(event):
    day, both, _free = event.ticket_types.all()
    make.cart(event, {day: 2})
    make.order(event, {both: 1}, paid=False, discount_code="LESS")
    by = make.member(event.tenant).user
    return lambda: services.cancel_event(event=event, message="", refunds_all=True, by=by, now=timezone.now())


def _call_an_order_off(event):
    order = make.order(event, {event.ticket_types.all()[1]: 2})
    by = make.member(event.tenant).user
    cancellation = services.cancel_event(event=event, message="", refunds_all=True, by=by, now=timezone.now())
    assert order.is_confirmed
    return lambda: services.call_off(cancellation_id=cancellation.pk, now=timezone.now())


def _asked(event, **fields):
    """An order that waits for an answer, and who may give it."""
    kind = make.ticket_type(event, name="Backstage", places=5, requires_approval=True, **fields)
    return make.order(event, {kind: 2}, paid=False), make.member(event.tenant).user


def _approve_for_nothing(event):
    order, by = _asked(event)
    return lambda: services.approve_order(order=order, by=by, now=timezone.now())


def _decline(event):
    order, by = _asked(event, price_cents=500)
    return lambda: services.decline_order(order=order, reason="Full", by=by, now=timezone.now())


def _by_hand(how_paid):
    def prepare(event):
        day, both, _free = event.ticket_types.all()
        details = services.Details(email="box@example.org")
        wanted = {day.pk: 2, both.pk: 1}
        filled_in = services.ByHand(wanted=wanted, details=details, how_paid=how_paid, reason="Press")
        by = make.member(event.tenant).user
        return lambda: services.place_order_by_hand(event=event, filled_in=filled_in, by=by, now=timezone.now())

    prepare.__name__ = f"_by_hand_{how_paid}"
    return prepare


def _mint(event):
    return services.mint_tickets(
        ticket_type=event.ticket_types.all()[1],
        label="Kiosk",
        quantity=5,
        activation_mode="deferred",
        by=None,
        now=timezone.now(),
    )


def _make_tickets_beforehand(event):
    return lambda: _mint(event)


def _cancel_a_batch(event):
    batch = _mint(event)
    return lambda: services.cancel_batch_tickets(batch=batch, by=None, now=timezone.now())


def _cancel_many(event):
    make.order(event, {event.ticket_types.all()[1]: 2})
    action = services.start_bulk_action(
        member=acting(make.member(event.tenant, "manager")),
        kind=BulkKind.CANCEL,
        wanted=AttendeeFilter(),
        now=timezone.now(),
    )
    return lambda: services.run_bulk_action(action_id=action.pk, now=timezone.now())


def _imported(event):
    """An import of one attendee, checked and confirmed."""
    kind = event.ticket_types.all()[1]
    columns = ("code", "ticket_type", "email", "first_name", "last_name")
    table = Table(columns=columns, lines=[(2, ("OLD-0001", kind.name, "ada@example.org", "Ada", "Lovelace"))])
    made = services.start_import(
        tenant=event.tenant, event=event, kind="attendees", file_name="a.csv", table=table, by=None, now=timezone.now()
    )
    services.work_off(made.pk)
    made.refresh_from_db()
    services.confirm_import(made=made, by=None, now=timezone.now())
    return made


def _import_an_attendee(event):
    made = _imported(event)
    return lambda: services.work_off(made.pk)


def _undo_an_import(event):
    made = _imported(event)
    services.work_off(made.pk)
    made.refresh_from_db()
    services.undo_import(made=made, by=None, now=timezone.now())
    return lambda: services.work_off(made.pk)


def _set_capacities(event):
    totals = dict.fromkeys([event.stock_id, *event.ticket_types.values_list("stock_id", flat=True)], 25)
    return lambda: services.set_capacities(event=event, totals=totals, by=None, now=timezone.now())


def _change_a_ticket_type(event):
    kind = event.ticket_types.all()[0]
    make.order(event, {kind: 2})
    changes = {"name": "One day"}
    return lambda: services.change_ticket_type(
        ticket_type=kind, changes=changes, places=20, by=None, now=timezone.now()
    )


def _remove_from_the_line(event):
    order, entry = _waited_for(event)
    services.cancel_order(order=order, by=None, now=timezone.now())
    services.hand_out_places(event_id=event.pk, now=timezone.now())
    return lambda: services.remove_from_waiting_list(entry=entry, by=None, now=timezone.now())


STEPS = [
    _cancel_the_event,
    _call_an_order_off,
    _approve_for_nothing,
    _decline,
    _by_hand("cash"),
    _by_hand("complimentary"),
    _by_hand("bank_transfer"),
    _make_tickets_beforehand,
    _cancel_a_batch,
    _cancel_many,
    _import_an_attendee,
    _undo_an_import,
    _set_capacities,
    _change_a_ticket_type,
    _remove_from_the_line,
    _cancel_while_somebody_waits,
    _hand_out,
    _revoke_an_offer,
    _leave_the_line,
    _hold,
    _choose_anew,
    _give_up,
    _free_checkout,
    _confirm,
    _confirm_late,
    _pay_at_the_door,
    _mark_paid,
    _cancel_order,
    _cancel_unpaid,
    _cancel_tickets,
    _release,
    _set_capacity,
]


@pytest.mark.parametrize("prepare", STEPS, ids=lambda step: step.__name__.strip("_"))
def test_nothing_comes_between_the_hot_counters_and_the_commit(festival, prepare):
    step = prepare(festival)

    with CaptureQueriesContext(connection) as captured:
        step()

    counting = [texts for texts in transactions(captured) if any(map(locks_stocks, texts))]
    assert len(counting) == 1, captured.captured_queries
    (texts,) = counting
    (number,) = [number for number, text in enumerate(texts) if locks_stocks(text)]
    before, after = texts[:number], texts[number + 1 :]
    assert before[-1] == "SET CONSTRAINTS ALL IMMEDIATE"
    changes = [text for text in after if not text.startswith(("RELEASE SAVEPOINT", 'SELECT "events_stock"'))]
    assert changes, after
    assert {text.lstrip().replace('"', "")[:19] for text in changes} == {"UPDATE events_stock"}, changes


def locks_stocks(text):
    return "events_stock" in text and "FOR NO KEY UPDATE" in text


def transactions(captured):
    """The statements of each transaction: within a test's own, each of them is a savepoint."""
    found: list[list[str]] = [[]]
    depth = 0
    for text in [query["sql"] for query in captured.captured_queries]:
        found[-1].append(text)
        depth += text.startswith("SAVEPOINT")
        depth -= text.startswith(("RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT"))
        if not depth:
            found.append([])
    return found
