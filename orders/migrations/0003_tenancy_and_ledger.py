"""What Django's migrations cannot say of orders: rows of one tenant stay together, and the books balance."""

from django.db import migrations

TENANCY = """
ALTER TABLE orders_order ADD CONSTRAINT order_and_its_event_belong_to_one_tenant
    FOREIGN KEY (tenant_id, event_id) REFERENCES events_event (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE orders_orderitem ADD CONSTRAINT order_item_and_its_order_belong_to_one_tenant
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders_order (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE orders_orderitem ADD CONSTRAINT order_item_and_its_ticket_type_belong_to_one_tenant
    FOREIGN KEY (tenant_id, ticket_type_id) REFERENCES events_tickettype (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE orders_ticket ADD CONSTRAINT ticket_and_its_event_belong_to_one_tenant
    FOREIGN KEY (tenant_id, event_id) REFERENCES events_event (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE orders_ticket ADD CONSTRAINT ticket_and_its_ticket_type_belong_to_one_tenant
    FOREIGN KEY (tenant_id, ticket_type_id) REFERENCES events_tickettype (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE orders_ticket ADD CONSTRAINT ticket_and_its_order_belong_to_one_tenant
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders_order (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
"""

LEDGER = """
CREATE FUNCTION orders_ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM orders_ledgerentry WHERE transaction_id = NEW.transaction_id
        GROUP BY currency HAVING sum(amount_cents) <> 0
    ) THEN
        RAISE EXCEPTION 'the lines of a ledger transaction sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_transaction_balances AFTER INSERT ON orders_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders_ledger_balances();

CREATE FUNCTION orders_books_are_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the books are written once' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_is_written_once BEFORE UPDATE OR DELETE ON orders_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION orders_books_are_written_once();
CREATE TRIGGER transactions_are_written_once BEFORE UPDATE OR DELETE ON orders_transaction
    FOR EACH ROW EXECUTE FUNCTION orders_books_are_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_initial"), ("events", "0003_search_stock_and_views")]

    operations = [
        migrations.RunSQL(TENANCY, migrations.RunSQL.noop),
        migrations.RunSQL(LEDGER, migrations.RunSQL.noop),
    ]
