"""The API's table of permissions: every endpoint asked by every role."""

import pytest

from tests.api.undoing import undone
from tests.api.world import SAMPLE_CODE

NOBODY = "nobody"
MEMBERS = ("analyst", "staff", "support", "manager", "admin", "owner")
MANAGERS = ("manager", "admin", "owner")
EVERYBODY = (NOBODY, "stranger", "outsider", "customer", *MEMBERS, "platform")


def by_role(*, default: int, **others: int) -> dict[str, int]:
    """Answers: what most are told, and what others are. `members`, `managers`, `outsiders` stand for several."""
    groups = {"members": MEMBERS, "managers": MANAGERS, "outsiders": ("stranger", "outsider")}
    told = dict.fromkeys(EVERYBODY, default)
    for names, status in others.items():
        told |= dict.fromkeys(groups.get(names, (names,)), status)
    return told


READ_SLOTS = by_role(default=404, nobody=401, members=200, platform=200)
CHANGE_SLOTS = by_role(default=404, nobody=401, members=403, managers=200, platform=200)
CHANGE_VISITS = by_role(default=200, nobody=401, outsiders=404, members=403, managers=200)
AT_THE_DOOR = by_role(default=200, nobody=401, outsiders=404, customer=403, analyst=403)
FOR_THE_CODE = by_role(default=200, members=403, managers=200)
SLOT = {"date": "2030-12-01", "start_time": "09:00", "end_time": "12:00", "total_capacity": 200}
CONTACT = {"customer_email": "john@example.com", "customer_phone": "+12025551234"}

# Method, address, body, who is told what. Words in braces stand for the world's.
ENDPOINTS = {
    "list slots": ("GET", "operator/slots?venue_id={venue}", None, READ_SLOTS),
    "create a slot": ("POST", "operator/slots/create", SLOT | {"venue_id": "{venue}"}, CHANGE_SLOTS),
    "change a slot": ("PUT", "operator/slots/{open}", {"total_capacity": 9}, CHANGE_SLOTS),
    "delete a slot": ("DELETE", "operator/slots/{later}", None, CHANGE_SLOTS),
    "availability": ("GET", "reservation-slots/available?month=2030-12&orq={orq}", None, by_role(default=200)),
    "validate": ("POST", "tickets/validate", {"ticket_code": SAMPLE_CODE}, by_role(default=200)),
    "look at a ticket": ("GET", f"tickets/{SAMPLE_CODE}", None, by_role(default=200)),
    "see its status": ("GET", f"tickets/{SAMPLE_CODE}/status", None, by_role(default=200)),
    "activate": ("POST", "tickets/{minted}/activate", None, FOR_THE_CODE),
    "change a ticket": (
        "PATCH",
        "tickets/{today}",
        {"verified_by": "{operator}"},
        by_role(default=403, nobody=401, members=200, analyst=403),
    ),
    "reserve": (
        "POST",
        "reservations/create",
        {"ticket_id": SAMPLE_CODE, "slot_id": "{open}"} | CONTACT,
        FOR_THE_CODE,
    ),
    "list reservations": ("GET", "reservations", None, by_role(default=200, nobody=401)),
    "look at a reservation": (
        "GET",
        "reservations/{reservation}",
        None,
        by_role(default=200, nobody=401, outsiders=404),
    ),
    "change a reservation": ("PATCH", "reservations/{reservation}", {"slot_id": "{later}"}, CHANGE_VISITS),
    "cancel a reservation": ("DELETE", "reservations/{reservation}", None, CHANGE_VISITS),
    "validate at the door": ("POST", "operator/validate-ticket", {"ticket_code": "{today}"}, AT_THE_DOOR),
    "verify at the door": (
        "POST",
        "operator/verify-ticket",
        {"ticket_id": "{today}", "operator_id": "{operator}"},
        AT_THE_DOOR | {"platform": 403},
    ),
}


def test_every_role_is_answered_as_the_table_says(ask, world):
    answered = {(name, who): answer_to(ask, world, name, who) for name in ENDPOINTS for who in EVERYBODY}

    expected = {(name, who): status for name, (*_ask, told) in ENDPOINTS.items() for who, status in told.items()}
    assert {key: status for key, status in answered.items() if expected[key] != status} == {}


def answer_to(ask, world, name, who):
    method, path, body, _told = ENDPOINTS[name]
    words = words_of(world, who)
    sent = {key: words.get(value, value) for key, value in body.items()} if body else None
    with undone():
        response = ask(None if who == NOBODY else who, method, filled(path, words), sent)
        if response.status_code >= 400:
            assert set(response.json()["error"]) == {"code", "message", "fields"}
    # What was made is told as 201: who may is the same question.
    return 200 if response.status_code == 201 else response.status_code


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "GET"])
def test_the_code_in_a_header_opens_its_own_reservation_and_no_other(ask, world, method):
    mine, foreign = world.reservations["reserved"], world.reservations["today"]
    code = world.tickets["reserved"].code
    body = {"customer_email": "new@example.com"} if method == "PATCH" else None

    assert ask(None, method, f"reservations/{foreign.pk}", body, X_Ticket_Code=code).status_code == 404
    answer = ask(None, method, f"reservations/{mine.pk}", body, X_Ticket_Code=code.lower())

    assert answer.status_code == 200
    assert (answer.json()["customer_email"], answer.json()["customer_phone"]) == (None, None)


def words_of(world, who):
    return {
        "{venue}": world.mill.number,
        "{orq}": world.museum.number,
        "{operator}": world.operators.get(who, world.operators["staff"]),
        "{reservation}": str(world.reservations["reserved"].pk),
        **{f"{{{name}}}": str(slot.pk) for name, slot in world.slots.items()},
        **{f"{{{name}}}": ticket.code for name, ticket in world.tickets.items()},
    }


def filled(path, words):
    for word, value in words.items():
        path = path.replace(word, str(value))
    return path
