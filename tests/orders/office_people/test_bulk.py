"""Sending or cancelling many tickets at once."""

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from orders import services, tasks
from orders.models import BulkAction, Ticket
from orders.queries.stock_check import stock_differences
from tenants.models import ActivityLog, EmailLog
from tests import make
from tests.office import browser_of
from tests.orders.office_people.conftest import text

pytestmark = pytest.mark.django_db


def run():
    """Do what waits until nothing does; how many portions there were."""
    done: set[int] = set()
    while waiting := set(jobs().values_list("pk", flat=True)) - done:
        for job in jobs().filter(pk__in=waiting):
            tasks.run_bulk_action(**job.args)
            done.add(job.pk)
    return len(done)


def jobs():
    return ProcrastinateJob.objects.filter(task_name="orders.run_bulk_action")


def test_cancelling_many_asks_first_and_then_frees_their_places(mary, gala, stalls, office):
    orders = [make.order(gala, {stalls: 2}, email=f"buyer{number}@example.org") for number in range(3)]
    chosen = [str(orders[0].tickets.first().pk), str(orders[1].tickets.first().pk)]

    asked = text(mary.post(f"{office}attendees/cancellations/", {"ticket": chosen}))
    untouched = set(Ticket.objects.values_list("status", flat=True))
    answer = mary.post(f"{office}attendees/cancellations/", {"ticket": chosen, "confirm": "1"})
    run()

    assert "2 valid tickets" in asked
    assert untouched == {"valid"}
    assert set(Ticket.objects.filter(status="cancelled").values_list("pk", flat=True)) == {
        Ticket.objects.get(pk=pk).pk for pk in chosen
    }
    assert stock_differences() == []
    page = text(mary.get(answer.headers["Location"]))
    assert "2 of 2" in page
    assert "Done" in page
    assert EmailLog.objects.filter(template="order_cancelled").count() == 2
    assert ActivityLog.objects.filter(action="tickets.cancel_started").count() == 1


def test_a_confirmation_that_is_sent_twice_is_one_act(mary, gala, stalls, office):
    make.order(gala, {stalls: 2})
    address = f"{office}attendees/resends/"
    asked = mary.post(address, {"all": "1"})
    yes = {"all": "1", "confirm": "1", "once": asked.context["key"]}

    first = mary.post(address, yes)
    again = mary.post(address, yes, follow=True)

    assert again.redirect_chain[0][0] == first.headers["Location"]
    assert "This form was sent before" in text(again)
    assert BulkAction.objects.count() == jobs().count() == 1


def test_all_that_match_the_filter_are_sent_again_little_by_little(mary, gala, stalls, office):
    make.ticket_type(gala, name="Lawn", places=None)
    lawn = gala.ticket_types.get(name="Lawn")
    for number in range(13):
        make.order(gala, {lawn: 8}, email=f"buyer{number}@example.org")
    make.order(gala, {stalls: 1}, email="other@example.org")
    EmailLog.objects.all().delete()

    mary.post(f"{office}attendees/resends/", {"all": "1", "event": str(gala.pk), "type": str(lawn.pk), "confirm": "1"})
    portions = run()

    action = BulkAction.objects.get()
    assert (action.status, action.rows_done, action.rows_total, action.rows_skipped) == ("done", 104, 104, 0)
    assert portions == 2
    # One mail a buyer, whose own tickets they all are, even where a portion ends between two of them.
    assert EmailLog.objects.count() == 13
    assert not EmailLog.objects.filter(recipient="other@example.org").exists()
    waits = jobs().order_by("pk").last()
    assert waits.scheduled_at is not None


def test_what_is_done_twice_is_sent_once(mary, gala, stalls, office):
    make.order(gala, {stalls: 2})
    EmailLog.objects.all().delete()
    mary.post(f"{office}attendees/resends/", {"all": "1", "confirm": "1"})
    (job,) = jobs()

    tasks.run_bulk_action(**job.args)
    BulkAction.objects.update(status="running", last_id=None, rows_done=0)
    tasks.run_bulk_action(**job.args)

    assert EmailLog.objects.count() == 1


def test_what_cannot_be_cancelled_is_passed_over_and_told(mary, gala, stalls, office):
    make.order(gala, {stalls: 1})
    batch = services.mint_tickets(
        ticket_type=stalls, label="Print", quantity=2, activation_mode="deferred", by=None, now=timezone.now()
    )
    orphan = batch.tickets.first()
    Ticket.objects.filter(pk=orphan.pk).update(batch=None)

    answer = mary.post(f"{office}attendees/cancellations/", {"all": "1", "confirm": "1"})
    run()

    action = BulkAction.objects.get()
    assert (action.rows_done, action.rows_skipped) == (3, 1)
    assert "1 was passed over" in text(mary.get(answer.headers["Location"]))
    assert list(Ticket.objects.exclude(status="cancelled").values_list("pk", flat=True)) == [orphan.pk]


def test_nothing_ticked_nothing_done(mary, gala, stalls, office):
    make.order(gala, {stalls: 1})

    for path in ("resends", "cancellations", "export"):
        page = mary.post(f"{office}attendees/{path}/", {"q": "ada", "confirm": "1"}, follow=True)
        assert "Please tick some tickets first." in text(page)
        assert page.redirect_chain[0][0] == f"{office}attendees/?q=ada"

    assert not BulkAction.objects.exists()


def test_nothing_valid_nothing_started(mary, gala, stalls, office):
    order = make.order(gala, {stalls: 1})
    services.cancel_order(order=order, by=None, now=timezone.now())
    ticket = {"ticket": str(order.tickets.get().pk)}

    asked = text(mary.post(f"{office}attendees/resends/", ticket))
    page = text(mary.post(f"{office}attendees/resends/", ticket | {"confirm": "1"}, follow=True))

    assert "nothing would happen" in asked
    assert "There is no valid ticket among these." in page


def test_it_can_be_stopped_and_what_was_done_stays(mary, gala, stalls, office):
    make.order(gala, {stalls: 1})
    mary.post(f"{office}attendees/cancellations/", {"all": "1", "confirm": "1"})
    action = BulkAction.objects.get()

    page = mary.post(f"{office}attendees/work/{action.pk}/stop/", follow=True)
    run()

    assert "Stopped. What was done before stays done." in text(page)
    assert Ticket.objects.get().status == "valid"


def test_only_the_member_who_asked_sees_how_far_it_is(mary, browser, gala, stalls, office):
    make.order(gala, {stalls: 1})
    mary.post(f"{office}attendees/resends/", {"all": "1", "confirm": "1"})
    address = f"{office}attendees/work/{BulkAction.objects.get().pk}/"

    assert mary.get(address).status_code == 200
    assert browser("owner").get(address).status_code == 404


def test_tickets_out_of_reach_are_left_alone(gala, stalls, blue_note, office, limited):
    matinee = make.event(blue_note)
    out_of_reach = make.order(gala, {stalls: 1}).tickets.get()
    own = make.order(matinee, {matinee.ticket_types.get(): 1}).tickets.get()
    browser = browser_of(limited(matinee))

    browser.post(f"{office}attendees/cancellations/", {"ticket": [out_of_reach.pk, own.pk], "confirm": "1"})
    run()

    out_of_reach.refresh_from_db()
    own.refresh_from_db()
    assert (out_of_reach.status, own.status) == ("valid", "cancelled")


def test_who_may_no_longer_cancel_cancels_nothing_that_was_asked_for_before(mary, manager, gala, stalls, office):
    make.order(gala, {stalls: 1})
    mary.post(f"{office}attendees/cancellations/", {"all": "1", "confirm": "1"})
    type(manager).objects.filter(pk=manager.pk).update(role="support")

    run()

    assert Ticket.objects.get().status == "valid"
    assert BulkAction.objects.get().error == "not_a_member"
