"""What a scan is judged by tells the venue of a ticket's visits as well: where a type has none, no reservation counts."""

from django.db import migrations

DROP = "DROP FUNCTION checkin_look(the_event uuid, the_code text, the_scan uuid, the_now timestamptz)"
LOOK = """
CREATE FUNCTION checkin_look(the_event uuid, the_code text, the_scan uuid, the_now timestamptz) RETURNS TABLE (
    pk uuid, tenant_id uuid, event_id uuid, code varchar, qr_version smallint, status varchar, expires_at timestamptz,
    activation_mode varchar, activated_at timestamptz, checked_in_at timestamptz, seat_label varchar, ticket_type_id uuid,
    entitlements jsonb, order_id uuid, type_name varchar, admits uuid[], attendee_name text, order_number varchar,
    order_status varchar, payment_status varchar, total_cents bigint, currency varchar, hand_out text[], live json[],
    open_keys text[], is_known boolean, visit_venue uuid
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    k orders_ticket%ROWTYPE;
BEGIN
    PERFORM set_config('enable_seqscan', 'off', true);
    SELECT * INTO k FROM orders_ticket WHERE event_id = the_event AND code = the_code FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT k.id, k.tenant_id, k.event_id, k.code, k.qr_version, k.status, k.expires_at, k.activation_mode, k.activated_at,
               k.checked_in_at, k.seat_label, k.ticket_type_id, k.entitlements, k.order_id,
               tt.name,
               ARRAY(SELECT eventsession_id FROM events_tickettype_admits WHERE tickettype_id = tt.id),
               trim(concat_ws(' ', a.first_name, a.last_name)),
               o.order_number, o.status, o.payment_status, o.total_cents, o.currency,
               CASE WHEN o.id IS NULL OR EXISTS (
                   SELECT FROM orders_ticket other WHERE other.order_id = o.id AND other.checked_in_at IS NOT NULL
               ) THEN ARRAY[]::text[] ELSE ARRAY(
                   SELECT i.quantity - i.cancelled_quantity || ' × ' || i.name FROM orders_orderitem i
                   WHERE i.order_id = o.id AND i.kind = 'merchandise' AND i.quantity > i.cancelled_quantity ORDER BY i.id
               ) END,
               ARRAY(
                   SELECT json_build_array(r.id, r.admission_key, r.redeemed_at, g.name, coalesce(d.name, u.full_name, ''))
                   FROM checkin_redemption r
                   JOIN checkin_gate g ON g.id = r.gate_id
                   JOIN checkin_scan s ON s.id = r.scan_id
                   LEFT JOIN checkin_device d ON d.id = s.device_id
                   LEFT JOIN tenants_user u ON u.id = s.operator_id
                   WHERE r.ticket_id = k.id AND r.ended_at IS NULL
               ),
               ARRAY(
                   SELECT DISTINCT open.key FROM checkin_gate g
                   CROSS JOIN LATERAL (
                       SELECT s.id::text AS key FROM checkin_gate_sessions gs
                       JOIN events_tickettype_admits ta
                           ON ta.eventsession_id = gs.eventsession_id AND ta.tickettype_id = tt.id
                       JOIN events_eventsession s
                           ON s.id = gs.eventsession_id AND s.archived_at IS NULL AND s.ends_at > the_now
                       WHERE gs.gate_id = g.id
                       UNION ALL
                       SELECT CASE WHEN g.entries_per_day IS NULL THEN '' ELSE 'day' END
                       WHERE NOT EXISTS (SELECT FROM checkin_gate_sessions gs WHERE gs.gate_id = g.id)
                   ) open
                   WHERE g.event_id = k.event_id AND g.archived_at IS NULL
                     AND (NOT EXISTS (SELECT FROM checkin_gate_ticket_types gt WHERE gt.gate_id = g.id)
                          OR EXISTS (SELECT FROM checkin_gate_ticket_types gt
                                     WHERE gt.gate_id = g.id AND gt.tickettype_id = tt.id))
                     AND NOT EXISTS (SELECT FROM checkin_redemption r
                                     WHERE r.ticket_id = k.id AND r.admission_key = open.key AND r.ended_at IS NULL)
               ),
               EXISTS (SELECT FROM checkin_scan WHERE client_id = the_scan),
               tt.reservation_venue_id
        FROM events_tickettype tt
        LEFT JOIN orders_order o ON o.id = k.order_id
        LEFT JOIN orders_attendee a ON a.ticket_id = k.id
        WHERE tt.id = k.ticket_type_id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("checkin", "0005_results_of_visits"), ("events", "0004_time_of_a_visit")]

    operations = [migrations.RunSQL([DROP, LOOK], migrations.RunSQL.noop)]
