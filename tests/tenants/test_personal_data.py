"""One's data: taken home by whom it is about, and taken out of everything when the account is deleted."""

import json
import re
import threading
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from time_machine import travel

from checkin import access as door_access
from checkin import services as door_services
from checkin.values import Attempt
from orders import services as order_services
from orders import tasks as order_tasks
from orders.errors import BuyerIsAnonymous
from orders.models import Attendee, Buyer, LedgerEntry, Order, Payment, Ticket, WaitingListEntry, WebhookEvent
from orders.queries.stock_check import stock_differences
from reservations import services as visit_services
from reservations.models import TicketReservation
from reservations.queries.slot_check import slot_differences
from tenants import tasks
from tenants.errors import LastOwner, LastPlatformAdmin
from tenants.models import (
    ActivityLog,
    EmailLog,
    EmailStatus,
    ExportStatus,
    Invitation,
    Membership,
    PersonalExport,
    Role,
    User,
)
from tenants.services import Place, accounts, invite_member, personal_exports
from tests import make
from tests.inbox import inbox, text_of
from tests.office import acting
from ticketing.core.ids import uuid7

__all__ = ["inbox"]

DATA, DELETION = "/account/data/", "/account/deletion/"
PICTURE = {"file": "answers/2026-01-01/menu.pdf", "name": "menu.pdf", "type": "application/pdf", "size": 4}


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """A private storage of the test's own."""
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    return tmp_path


@pytest.fixture
def ada(db):
    """A user whose address is confirmed."""
    user = make.user("ada@example.org", name="Ada Lovelace", phone="+4930123456")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def here(ada):
    """Ada's browser, where she has just said once more who she is."""
    client = Client()
    client.post(reverse("account_login"), {"login": ada.email, "password": make.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    return client


@pytest.fixture
def trade(blue_note):
    """Ada's order of two tickets, one of them for Bob, paid, admitted and with a visit; her answers have a file."""
    event = make.event(blue_note, published=False, venue=make.venue(blue_note))
    kind = make.ticket_type(event, name="Seat", price_cents=2500)
    visit = make.visit_type(event)
    make.publish(event)
    storages["private"].save(PICTURE["file"], ContentFile(b"menu"))
    order = make.order(
        event, {kind: 2}, phone="+4930123456", address={"street": "Lane 1"}, marketing_consent_text="Yes"
    )
    mine, bobs = Attendee.objects.filter(ticket__order=order).order_by("pk")
    Attendee.objects.filter(pk=mine.pk).update(answers={"menu": PICTURE})
    Attendee.objects.filter(pk=bobs.pk).update(first_name="Bob", last_name="Bold", email="bob@example.org")
    Order.objects.filter(pk=order.pk).update(notes="Ada is a regular", answers={"q": "From a friend"})
    door = door_access.door(event.gates.get(), operator=make.member(blue_note, Role.STAFF).user)
    door_services.redeem(door=door, attempt=Attempt(scan_id=uuid7(), text=mine.ticket.code), now=timezone.now())
    visited = make.order(event, {visit: 1}).tickets.get()
    slot = make.slot(event.venue, capacity=5)
    visit_services.reserve(
        tickets=[visited], slot=slot, contact=make.contact(email="ada@example.org"), now=timezone.now()
    )
    return order


def gather(user):
    """Ask for an export and let the task make it."""
    export = personal_exports.request_export(user=user, now=timezone.now())
    personal_exports.make(export_id=export.pk)
    export.refresh_from_db()
    return export


def opened(content):
    archive = zipfile.ZipFile(BytesIO(content))
    return json.loads(archive.read("data.json")), archive


def delete(client, typed="ada@example.org"):
    return client.post(DELETION, {"email": typed})


def run_file_jobs():
    for job in ProcrastinateJob.objects.filter(task_name="tenants.delete_files"):
        tasks.delete_files(**job.args)


def all_text():
    """Everything that the tables hold about people, as one text."""
    sold = (Buyer, Order, Ticket, Attendee, WaitingListEntry, TicketReservation)
    tables = (User, *sold, EmailLog, ActivityLog, EmailAddress, UserSession, Invitation)
    return json.dumps([list(table.objects.values()) for table in tables], default=str)


# --- Taking it home -------------------------------------------------------------------------------------------------


def test_an_export_holds_what_all_parts_know_and_the_files(here, ada, trade, inbox):
    started = here.post(f"{DATA}export/", follow=True).content.decode()
    export = PersonalExport.objects.get()
    tasks.make_personal_export(str(export.pk))

    page = here.get(DATA).content.decode()
    response = here.get(re.search(rf"{DATA}[0-9a-f-]{{36}}/", page).group(0))
    data, archive = opened(b"".join(response.streaming_content))

    assert "Your data is being gathered" in started
    assert "Look again" in started
    assert response.headers["Content-Disposition"].startswith('attachment; filename="foyer-')
    assert "no-store" in response.headers["Cache-Control"]
    assert data["account"][0]["email"] == "ada@example.org"
    assert data["account"][0]["full_name"] == "Ada Lovelace"
    assert "password" not in data["account"][0]
    assert data["buyers"][0]["phone"] == "+4930123456"
    assert trade.order_number in {row["order_number"] for row in data["orders"]}
    assert len(data["tickets"]) == 3
    assert data["admissions"][0]["gate__name"] == "Main entrance"
    assert data["reservations"][0]["customer_email"] == "ada@example.org"
    assert {row["recipient"] for row in data["mails"]} == {"ada@example.org"}
    assert archive.read("files/001 menu.pdf") == b"menu"
    (mail,) = [mail for mail in inbox.deliver() if mail["Subject"] == "Your data is ready"]
    assert DATA in text_of(mail)


def test_an_export_is_for_whom_it_is_about_alone_and_lapses(here, ada, private_files):
    export = gather(ada)
    address = f"{DATA}{export.pk}/"
    stranger = Client()
    stranger.force_login(make.user(is_platform_admin=True))

    assert here.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302
    with travel(timezone.now() + timedelta(days=7, minutes=1)):
        later = Client()
        later.force_login(ada)
        assert later.get(address).status_code == 404
        assert personal_exports.sweep(now=timezone.now()) == 1
    assert not list(private_files.rglob("*.zip"))
    assert not PersonalExport.objects.exists()


def test_another_organizers_buyer_with_an_address_that_is_not_proven_is_not_in_it(trade):
    thief = make.user("thief@example.org")
    EmailAddress.objects.create(user=thief, email="ada@example.org", verified=False)

    data, _archive = opened(storages["private"].open(gather(thief).file_name).read())

    assert (data["orders"], data["tickets"], data["mails"]) == ([], [], [])


def test_one_export_is_made_at_a_time_and_one_that_died_is_given_up(here, ada):
    here.post(f"{DATA}export/")
    again = here.post(f"{DATA}export/", follow=True).content.decode()
    with travel(timezone.now() + timedelta(hours=2)):
        fresh = personal_exports.request_export(user=ada, now=timezone.now())

    assert "Your data is being gathered already." in again
    assert PersonalExport.objects.filter(status=ExportStatus.FAILED).count() == 1
    assert fresh.status == ExportStatus.QUEUED


def test_an_export_whose_making_fails_says_so(here, ada, settings, tmp_path):
    blocked = tmp_path / "exports"
    blocked.write_text("a file where a folder should be")
    export = personal_exports.request_export(user=ada, now=timezone.now())

    with pytest.raises(OSError):  # noqa: PT011
        personal_exports.make(export_id=export.pk)

    assert "That did not work. Please try again." in here.get(DATA).content.decode()


def test_asking_too_often_is_slowed_down(here, ada):
    for _n in range(5):
        here.post(f"{DATA}export/")
        PersonalExport.objects.update(status=ExportStatus.FAILED)

    assert "That was a little too often." in here.post(f"{DATA}export/", follow=True).content.decode()


def test_the_page_takes_few_statements(here, ada, count_statements):
    gather(ada)

    with count_statements() as statements:
        here.get(DATA)

    assert len(statements) == 3, statements


# --- Deleting the account -------------------------------------------------------------------------------------------


def test_deleting_asks_who_one_is_first_and_what_one_means(ada):
    client = Client()
    client.post(reverse("account_login"), {"login": ada.email, "password": make.PASSWORD})

    asked = client.get(DELETION)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    page = client.get(DELETION).content.decode()
    mistyped = delete(client, "ada@example.com")

    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert "What goes" in page
    assert "What stays, without your name" in page
    assert mistyped.status_code == 422
    assert "This is not the address of this account." in mistyped.content.decode()
    assert "ada@example.com" in mistyped.content.decode()
    assert User.objects.filter(email="ada@example.org").exists()


def test_a_deleted_account_is_nobody_and_nothing_opens_it(here, ada, inbox):
    TOTP.activate(ada, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    phone = Client()
    phone.force_login(ada)

    told = delete(here, " ADA@example.org ")

    ada.refresh_from_db()
    assert (told.status_code, told.headers["Location"]) == (302, "/")
    assert "Your account is deleted." in here.get("/").content.decode()
    assert [client.get("/account/").status_code for client in (here, phone)] == [302, 302]
    assert (ada.full_name, ada.phone, ada.is_active, ada.has_usable_password()) == ("", "", False, False)
    assert str(ada) == "Deleted account"
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert not UserSession.objects.exists()
    assert ActivityLog.objects.filter(action="user.deleted", actor=ada).exists()


def test_the_person_goes_from_everything_and_the_business_stays(here, ada, trade, private_files):
    Attendee.objects.filter(email="bob@example.org").update(phone="+4940999")
    tickets = list(Ticket.objects.order_by("pk").values_list("pk", "status", "code"))
    ledger = list(LedgerEntry.objects.order_by("pk").values_list("pk", "amount_cents"))
    box = make.ticket_type(trade.event, name="Box", places=1)
    make.cart(trade.event, {box: 1})
    entry = make.waiting(trade.event, [box], email="ada@example.org", name="Lovelace")
    elsewhere = acting(make.member(make.tenant("Red Note"), Role.OWNER))
    invite_member(email="ada@example.org", place=Place("staff"), by=elsewhere, now=timezone.now())
    with storages["private"].open(gather(ada).file_name) as made:
        data, _archive = opened(made.read())
    assert [row["event__name"] for row in data["waiting_list"]] == [trade.event.name]
    assert [row["tenant__name"] for row in data["invitations"]] == ["Red Note"]

    delete(here)
    run_file_jobs()

    text = all_text()
    entry.refresh_from_db()
    assert (entry.status, Invitation.objects.open().count()) == ("left", 0)
    assert "ada@example.org" not in text
    assert not re.search(r"Lovelace|\+4930123456|Lane 1|regular|From a friend", text)
    # Bob is somebody else.
    assert "bob@example.org" in text
    assert list(Ticket.objects.order_by("pk").values_list("pk", "status", "code")) == tickets
    assert list(LedgerEntry.objects.order_by("pk").values_list("pk", "amount_cents")) == ledger
    assert Payment.objects.get(order=trade).amount_cents == 5000
    assert Order.objects.get(pk=trade.pk).total_cents == trade.total_cents
    assert list(stock_differences()) == []
    assert list(slot_differences()) == []
    assert [path.name for path in private_files.rglob("*") if path.is_file()] == []
    assert EmailLog.objects.exclude(status=EmailStatus.DROPPED).count() == 0


def test_papers_and_the_providers_messages_forget_the_person_too(here, trade, private_files):
    payment = Payment.objects.get(order=trade)
    payload = {
        "id": "evt_1",
        "data": {"object": {"id": payment.provider_reference, "customer_details": {"email": "ada@example.org"}}},
    }
    other = {"id": "evt_2", "data": {"object": {"id": "cs_other", "customer_email": "bob@example.org"}}}
    for event in (payload, other):
        WebhookEvent.objects.create(
            provider="stripe", provider_event_id=event["id"], payload=event, received_at=timezone.now()
        )
    storages["private"].save(f"tickets/{trade.order_number}/old.pdf", ContentFile(b"Ada Lovelace"))

    delete(here)
    run_file_jobs()
    for job in ProcrastinateJob.objects.filter(task_name="orders.redact_webhooks"):
        order_tasks.redact_webhooks(**job.args)

    kept = WebhookEvent.objects.get(provider_event_id="evt_1").payload
    assert kept == {"id": "evt_1", "data": {"object": {"id": payment.provider_reference, "customer_details": None}}}
    assert WebhookEvent.objects.get(provider_event_id="evt_2").payload == other
    assert [path.name for path in private_files.rglob("*.pdf")] == []


def test_what_is_mailed_later_to_nobody_is_dropped(here, ada, trade, inbox):
    delete(here)

    order_services.resend_order(order=Order.objects.get(pk=trade.pk), now=timezone.now())

    assert inbox.deliver() == []


def test_the_address_can_sign_up_anew_and_finds_nothing_of_before(here, ada, trade, inbox):
    delete(here)
    fresh = Client()
    fresh.post(reverse("account_signup"), {"email": "ada@example.org", "password1": "another battery staple"})
    (mail,) = inbox.deliver()
    code = re.search(r"^[A-Z0-9-]{6,}$", text_of(mail), re.MULTILINE).group(0)
    fresh.post(reverse("account_email_verification_sent"), {"code": code})

    page = fresh.get("/account/")

    assert page.status_code == 200
    assert trade.event.name not in page.content.decode()
    assert User.objects.filter(email="ada@example.org").exclude(pk=ada.pk).count() == 1


def test_the_last_owner_stays_until_there_is_another(here, ada, blue_note):
    mine = Membership.objects.create(tenant=blue_note, user=ada, role=Role.OWNER)
    make.member(blue_note, Role.OWNER, status="disabled")

    page = here.get(DELETION).content.decode()
    refused = delete(here)

    assert "You are the only owner of Blue Note." in page
    assert refused.status_code == 422
    assert "You are the only owner of Blue Note." in refused.content.decode()
    assert Membership.objects.filter(pk=mine.pk).exists()
    make.member(blue_note, Role.OWNER)
    assert delete(here).status_code == 302
    assert not Membership.objects.filter(pk=mine.pk).exists()


def test_the_last_platform_admin_stays(ada):
    ada.is_platform_admin = True
    ada.save(update_fields=["is_platform_admin"])

    with pytest.raises(LastPlatformAdmin):
        accounts.delete_account(user=ada, now=timezone.now())

    make.user(is_platform_admin=True)
    accounts.delete_account(user=ada, now=timezone.now())
    ada.refresh_from_db()
    assert not ada.is_platform_admin


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays():
    tenant = make.tenant("Blue Note")
    owners = [make.member(tenant, Role.OWNER).user for _n in range(2)]
    outcomes, gate = [], threading.Barrier(2)

    def leave(user):
        gate.wait()
        try:
            accounts.delete_account(user=user, now=timezone.now())
            outcomes.append("left")
        except LastOwner:
            outcomes.append("stayed")
        finally:
            close_old_connections()

    threads = [threading.Thread(target=leave, args=[user]) for user in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["left", "stayed"]
    assert Membership.objects.filter(tenant=tenant, role=Role.OWNER).count() == 1


# --- A buyer who asks the organizer ---------------------------------------------------------------------------------


def test_a_buyer_is_anonymized_with_one_organizer_and_not_with_others(trade, blue_note):
    elsewhere = make.event(make.tenant("Elsewhere"), published=False)
    kind = make.ticket_type(elsewhere)
    make.publish(elsewhere)
    other = make.order(elsewhere, {kind: 1})
    buyer = Buyer.objects.get(tenant=blue_note, email="ada@example.org")
    support = make.member(blue_note, Role.MANAGER).user

    order_services.anonymize_buyer(buyer=buyer, by=support, now=timezone.now())

    assert Order.objects.get(pk=trade.pk).buyer_name == "—"
    assert not Attendee.objects.filter(tenant=blue_note, email="ada@example.org").exists()
    assert not TicketReservation.objects.filter(customer_email="ada@example.org").exists()
    assert not EmailLog.objects.filter(tenant=blue_note, recipient="ada@example.org").exists()
    assert Order.objects.get(pk=other.pk).buyer_email == "ada@example.org"
    assert EmailLog.objects.filter(tenant=elsewhere.tenant, recipient="ada@example.org").exists()
    assert ActivityLog.objects.get(action="buyer.anonymized").actor == support
    with pytest.raises(BuyerIsAnonymous):
        order_services.anonymize_buyer(buyer=buyer, by=support, now=timezone.now())
    # The address buys again, as somebody new.
    assert make.order(trade.event, {trade.event.ticket_types.get(name="Seat"): 1}).buyer_id != buyer.pk


def test_platform_admins_anonymize_a_buyer(client, trade, blue_note):
    client.force_login(make.user(is_platform_admin=True))
    buyer = Buyer.objects.get(tenant=blue_note)
    action = {"action": "anonymize", "_selected_action": str(buyer.pk)}

    answer = client.post(reverse("admin:orders_buyer_changelist"), action, follow=True).content.decode()

    assert "1 buyer anonymized." in answer
    buyer.refresh_from_db()
    assert buyer.is_anonymous
