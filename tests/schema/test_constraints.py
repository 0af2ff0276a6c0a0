"""Each constraint is broken on purpose, in SQL, past forms and services: the database itself refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from events.models import Event, Venue
from orders.models import Buyer, LedgerEntry, Order, Payment, Refund, Ticket, Transaction
from tenants import steps
from tenants.models import ActivityLog, EmailLog
from tests.schema.cases import CASE_CHECKS, FOREIGN, KEYED_BY_TENANT, TWICE, WRONG, our_models
from ticketing.core.ids import uuid7


def execute(sql, *values, unhindered=""):
    """Run a statement with every deferred constraint looked at, and undo it. `unhindered`: a table without triggers."""
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                if unhindered:
                    cursor.execute(f"ALTER TABLE {unhindered} DISABLE TRIGGER USER")
                cursor.execute(sql, values)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refusal_of(sql, *values, unhindered=""):
    with pytest.raises(IntegrityError) as refused:
        execute(sql, *values, unhindered=unhindered)
    return refused.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(("table", "wrong", "name"), WRONG + CASE_CHECKS, ids=lambda value: str(value))
def test_a_wrong_value_is_refused(world, table, wrong, name):
    own_check = f"{table}_{wrong.split(' =')[0]}_check"

    one_row = f"(SELECT min(id::text)::uuid FROM {table})"
    refused = refusal_of(f"UPDATE {table} SET {wrong} WHERE id = {one_row}", unhindered=table)

    assert refused in (name, own_check)


@pytest.mark.parametrize(("model", "changes", "name"), TWICE, ids=lambda value: getattr(value, "__name__", str(value)))
def test_what_is_there_once_is_not_there_twice(world, model, changes, name):
    row = model.objects.filter(**{key: value for key, value in changes.items() if key in ("type", "status")}).first()
    row.pk = uuid7()
    if "stock_id" in changes:
        changes = {**changes, "stock_id": spare_stock(row)}
    for field, value in changes.items():
        setattr(row, field, value)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save(force_insert=True)

    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize(("table", "column", "other_table", "name"), FOREIGN, ids=lambda value: str(value))
def test_rows_of_two_tenants_do_not_mix(world, table, column, other_table, name):
    with connection.cursor() as cursor:
        cursor.execute(
            # The newest: nothing else belongs to it yet that could be in the way.
            f"SELECT id FROM {other_table} WHERE tenant_id = %s ORDER BY id DESC LIMIT 1",
            [world.other.tenant_id],
        )
        (theirs,) = cursor.fetchone()

    assert refusal_of(f"UPDATE {table} SET {column} = %s WHERE tenant_id = %s", theirs, world.tenant_id) == name


def test_every_constraint_has_a_case():
    named = {constraint.name for model in our_models() for constraint in model._meta.constraints}
    cases = {case[-1] for case in WRONG + CASE_CHECKS + TWICE}
    # A key together with its tenant is what the tenancy foreign keys point at; the key alone is unique already.
    keys = {f"{thing}_is_unique_within_its_tenant" for thing in KEYED_BY_TENANT}

    assert named - cases - keys == set()
    assert cases - named == set()


def test_a_transaction_whose_lines_do_not_sum_to_zero_is_refused(world):
    line = LedgerEntry.objects.first()

    with pytest.raises(IntegrityError, match="sum to zero"):
        execute(
            "INSERT INTO orders_ledgerentry (id, created_at, tenant_id, transaction_id, account, amount_cents,"
            " currency) VALUES (%s, now(), %s, %s, 'sales', 1, 'EUR')",
            uuid7(),
            line.tenant_id,
            line.transaction_id,
        )


@pytest.mark.parametrize("model", [LedgerEntry, Transaction, ActivityLog])
@pytest.mark.parametrize("deed", ["UPDATE {table} SET created_at = now()", "DELETE FROM {table}"])
def test_the_books_and_the_log_are_written_once(world, model, deed):
    with pytest.raises(DatabaseError, match="written once"):
        execute(deed.format(table=model._meta.db_table))


def test_a_redaction_may_blank_what_an_entry_of_the_log_tells_of_a_person(world):
    steps.log_activity(tenant=None, actor=None, action="x", target=world, metadata={"name": "Zoë"}, ip="192.0.2.7")

    changed = ActivityLog.objects.filter(action="x").update(metadata={}, ip=None)

    assert changed == 1


@pytest.mark.parametrize("model", [Order, Ticket, Payment, Refund, Buyer, Event, Venue, EmailLog])
def test_a_tenant_with_business_records_is_not_deleted(world, model):
    with pytest.raises((models.ProtectedError, IntegrityError)), transaction.atomic():
        world.tenant.delete()

    assert model.objects.exists()


def spare_stock(event):
    stock = type(event.stock).objects.create(tenant_id=event.tenant_id, label="spare")
    return stock.pk
