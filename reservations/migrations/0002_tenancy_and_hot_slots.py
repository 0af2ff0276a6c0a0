"""What Django's migrations cannot say of visits: rows of one tenant stay together, and the hot table's storage."""

from django.db import migrations

TENANCY = """
ALTER TABLE reservations_reservationslot ADD CONSTRAINT slot_and_its_venue_belong_to_one_tenant
    FOREIGN KEY (tenant_id, venue_id) REFERENCES events_venue (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reservations_visitrules ADD CONSTRAINT visit_rules_and_their_venue_belong_to_one_tenant
    FOREIGN KEY (tenant_id, venue_id) REFERENCES events_venue (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reservations_ticketreservation ADD CONSTRAINT reservation_and_its_slot_belong_to_one_tenant
    FOREIGN KEY (tenant_id, slot_id) REFERENCES reservations_reservationslot (tenant_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reservations_ticketreservation ADD CONSTRAINT reservation_and_its_ticket_belong_to_one_tenant
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES orders_ticket (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
"""

# As with `events_stock`: in a rush the count of one slot is updated over and over, in place where there is room.
HOT_SLOTS = """
ALTER TABLE reservations_reservationslot SET (
    fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
    autovacuum_vacuum_cost_delay = 0
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0001_initial"),
        ("events", "0004_time_of_a_visit"),
        ("orders", "0005_batches_of_tickets"),
    ]

    operations = [
        migrations.RunSQL(TENANCY, migrations.RunSQL.noop),
        migrations.RunSQL(HOT_SLOTS, migrations.RunSQL.noop),
    ]
