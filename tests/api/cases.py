"""What the collection asks, as a table: who, what, and which answer they get.

Words in double braces are the world's (`tests.api.world.variables`) or were kept from an earlier answer. `checks` are
JavaScript about `body`, the answer; `keep` remembers a part of it for later.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MEMBERS = ("analyst", "staff", "support", "manager", "admin", "owner")
MANAGERS = ("manager", "admin", "owner", "platform")
OPERATORS = ("staff", "support", "manager", "admin", "owner")
OUTSIDERS = ("stranger", "outsider")
ROLES = (*OUTSIDERS, "customer", *MEMBERS, "platform")

CONTACT = {"customer_email": "john@example.com", "customer_phone": "+12025551234"}
SLOT = {"date": "2030-12-01", "start_time": "09:00", "end_time": "12:00", "total_capacity": 200}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One request and its answer. `error` is the code of a refusal."""

    name: str
    method: str
    path: str
    status: int
    body: Any = None
    raw: str | None = None
    error: str = ""
    checks: tuple[str, ...] = ()
    keep: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def folders() -> Iterator[tuple[str, list[Case]]]:
    """The cases by who asks; whoever is in ROLES signs in first."""
    yield "nobody", [*AVAILABILITY, *VALIDATION, *LOOKING, *ACTIVATION, *RESERVING, *BY_CODE, *SIGN_IN_FIRST, SEARCH]
    for role in ROLES:
        yield role, [*_of_everybody(role), *_of_slots(role), *_of_visits(role), *_of_the_door(role)]
    yield "manager", [*SLOTS, *MANAGING]
    yield "staff", DOOR


def get(name: str, path: str, status: int = 200, **more: Any) -> Case:
    return Case(name=name, method="GET", path=path, status=status, **more)


def post(name: str, path: str, status: int = 200, body: Any = None, **more: Any) -> Case:
    return Case(name=name, method="POST", path=path, status=status, body=body, **more)


def put(name: str, path: str, status: int, body: Any, **more: Any) -> Case:
    return Case(name=name, method="PUT", path=path, status=status, body=body, **more)


def patch(name: str, path: str, status: int, body: Any, **more: Any) -> Case:
    return Case(name=name, method="PATCH", path=path, status=status, body=body, **more)


def delete(name: str, path: str, status: int = 200, **more: Any) -> Case:
    return Case(name=name, method="DELETE", path=path, status=status, **more)


MONTH = "reservation-slots/available?month={{month}}&orq={{orq}}"
AVAILABILITY = [
    get(
        "A month of slots",
        MONTH,
        checks=(
            "body.slots.length >= 3",
            "Object.keys(body.slots[0]).sort().join() === 'available_count,booked_count,date,end_time,id,orq,"
            "start_time,status,total_capacity,venue_id'",
            "body.slots.every((slot) => slot.available_count === slot.total_capacity - slot.booked_count)",
            "body.slots.some((slot) => slot.status === 'FULL') && body.slots.every((slot) => slot.status !== 'CLOSED')",
            "pm.response.headers.get('Cache-Control').includes('public')",
        ),
        keep={"etag": "pm.response.headers.get('ETag')"},
    ),
    get("The same month again", MONTH, 304, headers={"If-None-Match": "{{etag}}"}),
    get("By the organizer's UUID and a venue", MONTH.replace("{{orq}}", "{{orq_uuid}}") + "&venue_id={{venue_uuid}}"),
    get("A month that has no slots", MONTH.replace("{{month}}", "2031-01"), checks=("body.slots.length === 0",)),
    get("No month", MONTH.replace("{{month}}", "2031-13"), 400, error="invalid"),
    get("No organizer", "reservation-slots/available?month={{month}}", 400, error="invalid"),
    get("An unknown organizer", MONTH.replace("{{orq}}", "999999"), 404, error="not_found"),
    get("A venue of somebody else", MONTH + "&venue_id={{foreign_venue}}", 404, error="not_found"),
]
VALIDATION = [
    post(
        f"Validate: {name}",
        "tickets/validate",
        body={"ticket_code": code},
        checks=(f"body.valid === {str(reason is None).lower()}", f"body.reason === {quoted}"),
    )
    for name, code, reason, quoted in [
        ("ready", "{{ticket_free}}", None, "null"),
        ("unknown", "TKT-2025-NOBODY", "unknown", "'unknown'"),
        ("not activated", "{{ticket_minted}}", "not_active", "'not_active'"),
        ("reserved already", "{{ticket_reserved}}", "already_reserved", "'already_reserved'"),
        ("not paid", "{{ticket_unpaid}}", "not_paid", "'not_paid'"),
        ("used", "{{ticket_used}}", "used", "'used'"),
        ("cancelled", "{{ticket_cancelled}}", "cancelled", "'cancelled'"),
        ("expired", "{{ticket_expired}}", "expired", "'expired'"),
    ]
] + [
    post("Validate: nothing sent", "tickets/validate", 400, {}, error="invalid"),
    post("Validate: too short for a code", "tickets/validate", 400, {"ticket_code": "abc"}, error="invalid"),
]
LOOKING = [
    get(
        "A ticket by its code: no e-mail, no phone",
        "tickets/{{ticket_reserved}}",
        checks=(
            "body.status === 'RESERVED' && body.activation_status === 'active'",
            "body.customer_email === null && body.customer_phone === null",
        ),
    ),
    get("An unknown ticket", "tickets/TKT-2025-NOBODY", 404, error="not_found"),
    get("Its status", "tickets/{{ticket_minted}}/status", checks=("body.activation_status === 'inactive'",)),
    get("The status of an unknown ticket", "tickets/TKT-2025-NOBODY/status", 404, error="not_found"),
    *(
        get(f"State {state}", f"tickets/{{{{ticket_{name}}}}}", checks=(f"body.status === '{state}'",))
        for name, state in [
            ("free", "ACTIVATED"),
            ("minted", "minted"),
            ("unpaid", "PENDING_PAYMENT"),
            ("used", "redeemed"),
            ("cancelled", "CANCELLED"),
            ("expired", "EXPIRED"),
        ]
    ),
]
ACTIVATION = [
    post(
        "Activate",
        "tickets/{{minted_nobody}}/activate",
        checks=("body.activation_status === 'active' && body.status === 'ACTIVATED'",),
    ),
    post("Activate again", "tickets/{{minted_nobody}}/activate", 409, error="already_active"),
    post("Activate what is not paid", "tickets/{{ticket_unpaid}}/activate", 409, error="not_paid"),
    post("Activate what was cancelled", "tickets/{{ticket_cancelled}}/activate", 409, error="cancelled"),
    post("Activate what was used", "tickets/{{ticket_used}}/activate", 409, error="used"),
    post("Activate an unknown ticket", "tickets/TKT-2025-NOBODY/activate", 404, error="not_found"),
]


def reserve(name: str, status: int, error: str = "", *, ticket: str = "free", slot: str = "open", **more: Any) -> Case:
    changed = {key: more.pop(key) for key in list(more) if key in CONTACT}
    body = {"ticket_id": f"{{{{ticket_{ticket}}}}}", "slot_id": f"{{{{slot_{slot}}}}}"} | CONTACT | changed
    return post(f"Reserve: {name}", "reservations/create", status, body, error=error, **more)


RESERVING = [
    reserve("full", 409, "slot_full", slot="full", checks=("body.error.details.left === 0",)),
    reserve("closed", 409, "slot_closed", slot="closed"),
    reserve("over", 409, "slot_over", slot="over"),
    reserve("somebody else's slot", 422, "slot_unknown", slot="foreign"),
    reserve(
        "no phone number", 422, "phone_invalid", customer_phone="none", checks=("body.error.fields.customer_phone",)
    ),
    reserve("no e-mail address", 422, "email_invalid", customer_email="none"),
    reserve("not activated", 409, "not_active", ticket="minted"),
    reserve("not paid", 409, "not_paid", ticket="unpaid"),
    reserve("used", 409, "used", ticket="used"),
    reserve("cancelled", 409, "cancelled", ticket="cancelled"),
    reserve("expired", 409, "expired", ticket="expired"),
    reserve("reserved already", 409, "already_reserved", ticket="reserved"),
    post(
        "Reserve: an unknown ticket",
        "reservations/create",
        404,
        {"ticket_id": "TKT-2025-NOBODY", "slot_id": "{{slot_open}}"} | CONTACT,
        error="not_found",
    ),
    post("Reserve: nothing sent", "reservations/create", 400, {}, error="invalid"),
    post("Reserve: no JSON", "reservations/create", 400, raw="{", error="parse_error"),
    post(
        "Reserve: a form",
        "reservations/create",
        415,
        raw="ticket_id=1",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        error="unsupported_media_type",
    ),
    reserve(
        "a place, by the code alone",
        201,
        checks=(
            "body.status === 'RESERVED' && body.ticket_id === pm.environment.get('ticket_free')",
            "body.customer_email === null && body.customer_phone === null",
        ),
        keep={"by_code": "body.id"},
    ),
    reserve("the same again", 409, "already_reserved"),
]
CODE = {"X-Ticket-Code": "{{ticket_free}}"}
BY_CODE = [
    get("Look, by the code", "reservations/{{by_code}}", headers=CODE, checks=("body.customer_email === null",)),
    get("Look, by no code", "reservations/{{by_code}}", 401, error="not_authenticated"),
    get(
        "Look, by another ticket's code",
        "reservations/{{by_code}}",
        404,
        headers={"X-Ticket-Code": "{{ticket_reserved}}"},
        error="not_found",
    ),
    patch(
        "Move, by the code",
        "reservations/{{by_code}}",
        200,
        {"slot_id": "{{slot_later}}"},
        headers=CODE,
        checks=("body.slot_id === pm.environment.get('slot_later')",),
    ),
    patch(
        "Move to a full slot",
        "reservations/{{by_code}}",
        409,
        {"slot_id": "{{slot_full}}"},
        headers=CODE,
        error="slot_full",
    ),
    patch("Change nothing", "reservations/{{by_code}}", 400, {}, headers=CODE, error="invalid"),
    patch(
        "A phone that nobody can call",
        "reservations/{{by_code}}",
        422,
        {"customer_phone": "1"},
        headers=CODE,
        error="phone_invalid",
    ),
    delete("Cancel, by the code", "reservations/{{by_code}}", headers=CODE, checks=("body.status === 'CANCELLED'",)),
    delete("Cancel again", "reservations/{{by_code}}", 409, headers=CODE, error="not_reserved"),
    patch(
        "Change it now",
        "reservations/{{by_code}}",
        409,
        {"slot_id": "{{slot_open}}"},
        headers=CODE,
        error="not_reserved",
    ),
    delete(
        "Cancel after the cut-off",
        "reservations/{{reservation_today}}",
        409,
        headers={"X-Ticket-Code": "{{ticket_today}}"},
        error="too_late_to_change",
    ),
    patch(
        "Change the contact after the cut-off",
        "reservations/{{reservation_today}}",
        409,
        {"customer_email": "new@example.com"},
        headers={"X-Ticket-Code": "{{ticket_today}}"},
        error="too_late_to_change",
    ),
]
SIGN_IN_FIRST = [
    get("Sign in first: slots", "operator/slots", 401, error="not_authenticated"),
    post("Sign in first: create a slot", "operator/slots/create", 401, SLOT, error="not_authenticated"),
    put("Sign in first: change a slot", "operator/slots/{{slot_open}}", 401, {"total_capacity": 9}),
    delete("Sign in first: delete a slot", "operator/slots/{{slot_open}}", 401),
    get("Sign in first: reservations", "reservations", 401),
    patch("Sign in first: change a ticket", "tickets/{{ticket_today}}", 401, {"verified_by": 1}),
    post("Sign in first: validate", "operator/validate-ticket", 401, {"ticket_code": "{{ticket_today}}"}),
    post("Sign in first: verify", "operator/verify-ticket", 401, {"ticket_id": "{{ticket_today}}", "operator_id": 1}),
]
# Asked again and again, until it is too often.
SEARCH = get("Search for codes", "tickets/TKT-2025-SEARCH", 429, error="too_many_requests")


def _of_everybody(role: str) -> list[Case]:
    is_member = role in MEMBERS or role == "platform"
    may = role not in ("analyst", "staff", "support")
    sees = "body.customer_email !== null" if is_member or role == "customer" else "body.customer_email === null"
    body = {"ticket_id": f"{{{{ready_{role}}}}}", "slot_id": "{{slot_open}}"} | CONTACT
    return [
        get("A month of slots", MONTH),
        post("Validate", "tickets/validate", body={"ticket_code": "{{ticket_reserved}}"}),
        get("A ticket", "tickets/{{ticket_reserved}}", checks=(sees,)),
        get("Its status", "tickets/{{ticket_reserved}}/status"),
        post("Activate", f"tickets/{{{{minted_{role}}}}}/activate", 200 if may else 403),
        post("Reserve", "reservations/create", 201 if may else 403, body, keep={"made": "body.id"} if may else {}),
        get("Reservations", "reservations?limit=1", checks=("body.reservations.length <= 1",)),
    ]


def _of_slots(role: str) -> list[Case]:
    reads = 200 if role in MEMBERS or role == "platform" else 404
    writes = 200 if role in MANAGERS else 403 if role in MEMBERS else 404
    day = f"2031-01-{ROLES.index(role) + 1:02}"
    slot = SLOT | {"date": day, "venue_id": "{{venue}}"}
    kept = {"slot_made": "body.id"} if writes == 200 else {}
    one = "{{slot_made}}" if writes == 200 else "{{slot_later}}"
    return [
        get("Slots of the venue", "operator/slots?venue_id={{venue}}&date_from={{day}}&date_to={{day}}", reads),
        post("Create a slot", "operator/slots/create", 201 if writes == 200 else writes, slot, keep=kept),
        put("Change a slot", f"operator/slots/{one}", writes, {"total_capacity": 100}),
        delete("Delete a slot", f"operator/slots/{one}", writes),
    ]


def _of_visits(role: str) -> list[Case]:
    is_member = role in MEMBERS or role == "platform"
    reads = 200 if is_member or role == "customer" else 404
    writes = 200 if role in MANAGERS or role == "customer" else 403 if role in MEMBERS else 404
    # The customer's own is cancelled in the end; everybody else's was made by themselves.
    own = "{{made}}" if role in MANAGERS else "{{reservation_reserved}}"
    return [
        get("A reservation", "reservations/{{reservation_reserved}}", reads),
        patch("Move it", f"reservations/{own}", writes, {"slot_id": "{{slot_later}}"}),
        *([delete("Cancel it", f"reservations/{own}", writes)] if role != "customer" else []),
    ]


def _of_the_door(role: str) -> list[Case]:
    scans = 200 if role in (*OPERATORS, "platform") else 404 if role in OUTSIDERS else 403
    verifies = 403 if role == "platform" else scans
    changes = verifies if scans == 200 else 403
    number = f"{{{{operator_{role}}}}}" if role in (*MEMBERS, "outsider") else "1"
    # Their own ticket opens no door to customers; others' are not there for them.
    code = "{{ticket_today}}" if role == "customer" else f"{{{{today_{role}}}}}"
    body = {"ticket_id": code, "operator_id": f"number:{number}"}
    return [
        post("Validate at the door", "operator/validate-ticket", scans, {"ticket_code": code}),
        post("Verify at the door", "operator/verify-ticket", verifies, body),
        patch(
            "Change a ticket",
            f"tickets/{code}",
            409 if changes == 200 else changes,
            {"verified_by": f"number:{number}"},
            error="already_used" if changes == 200 else "",
        ),
    ]


SLOTS = [
    post(
        "Create: the only venue, unnamed",
        "operator/slots/create",
        201,
        SLOT,
        checks=("body.status === 'ACTIVE' && body.total_capacity === 200 && body.start_time === '09:00:00'",),
        keep={"slot_new": "body.id"},
    ),
    post(
        "Create: the same again",
        "operator/slots/create",
        409,
        SLOT,
        error="slot_exists",
        checks=("body.error.details.slot_id === pm.environment.get('slot_new')",),
    ),
    put(
        "Close it",
        "operator/slots/{{slot_new}}",
        200,
        {"status": "CLOSED"},
        checks=("body.status === 'CLOSED'",),
    ),
    post(
        "Create: a closed one again",
        "operator/slots/create",
        409,
        SLOT,
        error="slot_exists",
        checks=("body.error.details.is_closed === true",),
    ),
    put(
        "Open it again, with 150 places",
        "operator/slots/{{slot_new}}",
        200,
        {"total_capacity": 150, "status": "ACTIVE"},
        checks=("body.status === 'ACTIVE' && body.available_count === 150",),
    ),
    put("Full cannot be set", "operator/slots/{{slot_new}}", 422, {"status": "FULL"}, error="status_follows"),
    put("Nothing to change", "operator/slots/{{slot_new}}", 400, {}, error="invalid"),
    put("Fewer than none", "operator/slots/{{slot_new}}", 400, {"total_capacity": -1}, error="invalid"),
    put(
        "Fewer than are booked",
        "operator/slots/{{slot_running}}",
        422,
        {"total_capacity": 1},
        error="capacity_below_booked",
    ),
    delete("Delete: never booked", "operator/slots/{{slot_new}}", checks=("body.result === 'DELETED'",)),
    delete("Delete: gone", "operator/slots/{{slot_new}}", 404, error="not_found"),
    delete(
        "Delete: booked once, so it is closed",
        "operator/slots/{{slot_later}}",
        checks=("body.result === 'CLOSED' && body.slot.status === 'CLOSED'",),
    ),
    delete("Delete: no id", "operator/slots/nothing", 404, error="not_found"),
    post("Create: hours that end as they start", "operator/slots/create", 422, SLOT | {"end_time": "09:00"}),
    post("Create: no day", "operator/slots/create", 400, SLOT | {"date": "2030-02-30"}, error="invalid"),
    post("Create: somebody else's venue", "operator/slots/create", 404, SLOT | {"venue_id": "{{foreign_venue}}"}),
    get(
        "List: one page, and where the next one is",
        "operator/slots?venue_id={{venue}}&limit=1",
        checks=("body.slots.length === 1 && body.next.includes('offset=1')",),
    ),
    get("List: no day", "operator/slots?date_from=yesterday", 400, error="invalid"),
    get("List: somebody else's venue", "operator/slots?venue_id={{foreign_venue}}", 404, error="not_found"),
]
MANAGING = [
    get(
        "Reservations of a slot",
        "reservations?slot_id={{slot_running}}&status=VERIFIED",
        checks=("body.reservations.length > 0",),
    ),
    get(
        "Reservations of a ticket",
        "reservations?ticket_id={{ticket_reserved}}&date={{day}}&orq={{orq}}",
        checks=("body.reservations.every((row) => row.ticket_id === pm.environment.get('ticket_reserved'))",),
    ),
    get("Reservations in no state", "reservations?status=LOST", 400, error="invalid"),
    get("Somebody else's reservation", "reservations/{{reservation_foreign}}", 404, error="not_found"),
    patch(
        "Something else of a ticket",
        "tickets/{{ticket_today}}",
        422,
        {"price": 1},
        error="not_changeable",
    ),
    post(
        "Without the CSRF token",
        "operator/slots/create",
        403,
        SLOT,
        headers={"X-CSRFToken": "wrong"},
        error="permission_denied",
    ),
]
DOOR = [
    post(
        "Validate: today, now",
        "operator/validate-ticket",
        body={"ticket_code": "{{ticket_today}}"},
        checks=("body.valid === true && body.reason === null", "body.reservation.status === 'RESERVED'"),
    ),
    post(
        "Validate: another day",
        "operator/validate-ticket",
        body={"ticket_code": "{{ticket_reserved}}"},
        checks=("body.valid === false && body.reason === 'wrong_day'",),
    ),
    post(
        "Validate: nothing reserved",
        "operator/validate-ticket",
        body={"ticket_code": "{{ticket_free}}"},
        checks=("body.reason === 'not_reserved' && body.slot === null",),
    ),
    post("Validate: unknown", "operator/validate-ticket", 404, {"ticket_code": "TKT-2025-NOBODY"}, error="not_found"),
    post("Validate: elsewhere's", "operator/validate-ticket", 404, {"ticket_code": "{{ticket_foreign}}"}),
    post(
        "Verify: in somebody else's name",
        "operator/verify-ticket",
        403,
        {"ticket_id": "{{ticket_today}}", "operator_id": "number:{{operator_manager}}"},
        error="not_the_operator",
    ),
    post(
        "Verify: another day",
        "operator/verify-ticket",
        409,
        {"ticket_id": "{{ticket_reserved}}", "operator_id": "number:{{operator_staff}}"},
        error="wrong_day",
    ),
    patch("An operator changes nothing else", "tickets/{{ticket_today}}", 403, {"customer_email": "a@example.org"}),
    patch(
        "Verify, by changing the ticket",
        "tickets/{{ticket_today}}",
        200,
        {"verified_at": "2026-01-01T10:00:00Z", "verified_by": "number:{{operator_staff}}"},
        checks=("body.status === 'VERIFIED' && body.activation_status === 'redeemed'",),
    ),
    post(
        "Verify: twice",
        "operator/verify-ticket",
        409,
        {"ticket_id": "{{ticket_today}}", "operator_id": "number:{{operator_staff}}"},
        error="already_used",
    ),
    get("Its reservation is verified", "reservations/{{reservation_today}}", checks=("body.status === 'VERIFIED'",)),
]
