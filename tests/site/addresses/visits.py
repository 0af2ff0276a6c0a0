"""Visitors' pages, and the API of visits."""

from tests.site.addresses import BY_ROLE, CODE, PUBLIC, TOKEN

TABLE = {
    "reservations:enter": PUBLIC,
    "reservations:order": TOKEN,
    "reservations:order_times": TOKEN,
    "reservations:order_time": TOKEN,
    "reservations:visit": CODE,
    "reservations:activation": CODE,
    "reservations:times": CODE,
    "reservations:time": CODE,
    "reservations:cancellation": CODE,
    "reservations:calendar": CODE,
    "visits_api:availability": PUBLIC,
    "visits_api:slots": BY_ROLE,
    "visits_api:slot_creation": BY_ROLE,
    "visits_api:slot": BY_ROLE,
    "visits_api:operator_validation": BY_ROLE,
    "visits_api:operator_verification": BY_ROLE,
    "visits_api:reservations": BY_ROLE,
    "visits_api:reservation_creation": BY_ROLE,
    "visits_api:reservation": BY_ROLE,
    "visits_api:ticket_validation": BY_ROLE,
    "visits_api:ticket_activation": BY_ROLE,
    "visits_api:ticket_status": BY_ROLE,
    "visits_api:ticket": BY_ROLE,
}
