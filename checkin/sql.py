"""The statements of a redemption, written by hand: at a rush, statements and their making are nearly all of its cost.

Every statement is complete here, so that what reaches PostgreSQL can be read and explained. Parameters are named.
"""

_DOOR = """
SELECT g.id, g.name, g.tenant_id, g.event_id, e.status, e.time_zone, g.opens_at, g.closes_at, g.allows_reentry,
       g.entries_per_day,
       ARRAY(SELECT tickettype_id FROM checkin_gate_ticket_types WHERE gate_id = g.id),
       ARRAY(SELECT json_build_array(s.id, s.title, s.ends_at) FROM checkin_gate_sessions gs
             JOIN events_eventsession s ON s.id = gs.eventsession_id
             WHERE gs.gate_id = g.id AND s.archived_at IS NULL ORDER BY s.starts_at, s.id),
       {who}
FROM checkin_gate g
JOIN events_event e ON e.id = g.event_id
JOIN tenants_tenant t ON t.id = g.tenant_id AND t.status <> 'suspended'
{joins}
WHERE g.archived_at IS NULL AND {condition}
"""

DOOR_OF_DEVICE = _DOOR.format(
    who="d.id, d.name, d.last_seen_at",
    joins="JOIN checkin_device d ON d.gate_id = g.id",
    condition="d.token_hash = %(token_hash)s AND d.revoked_at IS NULL",
)
DOOR_OF_MEMBER = _DOOR.format(
    who="""m.role, m.extra_permissions, CASE WHEN ts.requires_two_factor AND NOT EXISTS (
           SELECT FROM mfa_authenticator a WHERE a.user_id = m.user_id AND a.type IN ('totp', 'webauthn'))
       THEN t.name END""",
    joins="""JOIN tenants_membership m ON m.tenant_id = g.tenant_id AND m.user_id = %(user)s AND m.status = 'active'
LEFT JOIN tenants_tenantsettings ts ON ts.tenant_id = g.tenant_id""",
    condition="""g.id = %(gate)s AND (NOT m.is_limited OR EXISTS (
           SELECT FROM events_eventaccess ea WHERE ea.membership_id = m.id AND ea.event_id = g.event_id))""",
)
DOOR = _DOOR.format(who="NULL", joins="", condition="g.id = %(gate)s")

# Locks the ticket, then looks at all that belongs to it. The function's text is in migration 0003: kept in the
# database, its plan is made once per connection instead of once per scan.
LOOK = "SELECT * FROM checkin_look(%(event)s, %(code)s, %(scan_id)s, %(now)s)"

# Both at once, for a device that is known by its token and was seen of late: of these a rush is made. Where there is
# no door, no ticket is looked at.
DOOR_OF_DEVICE_AND_LOOK = _DOOR.format(
    who="d.id, d.name, look.*",
    joins="""JOIN checkin_device d ON d.gate_id = g.id
LEFT JOIN LATERAL checkin_look(e.id, %(code)s, %(scan_id)s, %(now)s) look ON true""",
    condition="g.id = %(gate)s AND d.token_hash = %(token_hash)s AND d.revoked_at IS NULL"
    " AND d.last_seen_at >= %(seen_since)s",
)

# A scan that is there already writes nothing: neither here nor, since all parts come from `scan`, below.
_SCAN = """
WITH scan AS (
    INSERT INTO checkin_scan (id, created_at, updated_at, tenant_id, gate_id, ticket_id, device_id, operator_id,
        client_id, direction, result, facts, scanned_at, received_at, is_signed, is_offline, is_conflict, is_forced)
    VALUES (%(scan)s, %(now)s, %(now)s, %(tenant)s, %(gate)s, %(ticket)s, %(device)s, %(operator)s,
        %(client_id)s, %(direction)s, %(result)s, %(facts)s, %(scanned_at)s, %(now)s, %(is_signed)s,
        false, false, %(is_forced)s)
    ON CONFLICT (client_id) DO NOTHING
    RETURNING id
)"""

_ACTIVITY = """, activity AS (
    INSERT INTO tenants_activitylog (id, created_at, tenant_id, actor_id, action, target_kind, target_id, metadata)
    SELECT %(activity)s, %(now)s, %(tenant)s, %(operator)s, %(action)s, 'ticket', %(ticket)s,
        jsonb_build_object('gate', %(gate)s::text, 'scan', scan.id::text, 'device', %(device)s::text) FROM scan
)"""

_ANSWER = "\nSELECT EXISTS (SELECT FROM scan)"

WRITE_REFUSAL = _SCAN + _ANSWER

WRITE_ADMISSION = f"""{_SCAN}, redemption AS (
    INSERT INTO checkin_redemption
        (id, created_at, updated_at, tenant_id, ticket_id, gate_id, scan_id, admission_key, redeemed_at)
    SELECT %(redemption)s, %(now)s, %(now)s, %(tenant)s, %(ticket)s, %(gate)s, scan.id, %(admission_key)s, %(now)s
    FROM scan
), ticket AS (
    UPDATE orders_ticket SET status = CASE WHEN %(uses_up)s THEN 'used' ELSE 'valid' END, updated_at = %(now)s,
        checked_in_at = coalesce(checked_in_at, %(now)s), checked_in_by_id = coalesce(checked_in_by_id, %(operator)s)
    WHERE id = %(ticket)s AND EXISTS (SELECT FROM scan)
){_ACTIVITY}{_ANSWER}"""  # noqa: S608

WRITE_EXIT = f"""{_SCAN}, redemption AS (
    UPDATE checkin_redemption SET ended_at = %(now)s, updated_at = %(now)s
    WHERE id = %(ends)s AND EXISTS (SELECT FROM scan)
), ticket AS (
    UPDATE orders_ticket SET status = 'valid', updated_at = %(now)s
    WHERE id = %(ticket)s AND %(ends)s::uuid IS NOT NULL AND EXISTS (SELECT FROM scan)
){_ACTIVITY}{_ANSWER}"""  # noqa: S608

# A repeat: what was answered then, with the names as they are now.
ANSWER_AGAIN = """
SELECT s.client_id, s.result, s.direction, s.is_signed, s.scanned_at, s.received_at, s.ticket_id, r.id, s.facts,
       first.redeemed_at, fg.name, coalesce(fd.name, fu.full_name, ''),
       k.code, k.seat_label, k.entitlements, tt.name, trim(concat_ws(' ', a.first_name, a.last_name)), o.order_number
FROM checkin_scan s
LEFT JOIN checkin_redemption r ON r.scan_id = s.id
LEFT JOIN checkin_redemption first ON first.id = (s.facts->>'first_redemption')::uuid
LEFT JOIN checkin_gate fg ON fg.id = first.gate_id
LEFT JOIN checkin_scan fs ON fs.id = first.scan_id
LEFT JOIN checkin_device fd ON fd.id = fs.device_id
LEFT JOIN tenants_user fu ON fu.id = fs.operator_id
LEFT JOIN orders_ticket k ON k.id = s.ticket_id
LEFT JOIN events_tickettype tt ON tt.id = k.ticket_type_id
LEFT JOIN orders_order o ON o.id = k.order_id
LEFT JOIN orders_attendee a ON a.ticket_id = k.id
WHERE s.client_id = %(scan_id)s AND s.gate_id = %(gate)s
"""
