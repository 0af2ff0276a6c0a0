"""Who is anonymized is gone from what members keep about their work, too: imports, exports, acts on many tickets."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from orders import services
from orders.models import BulkAction, BulkKind, Buyer, Export, ImportRow
from orders.office_imports import files
from orders.queries.office_filters import AttendeeFilter, BuyerFilter
from orders.services import imports
from tenants import tasks
from tenants.models import ActivityLog, Role
from tenants.services import accounts
from tests import make
from tests.office import acting, browser_of, text

pytestmark = pytest.mark.django_db

FILE = b"""code,ticket_type,email,first_name,last_name,phone
AAA-1,Stalls,Ada@Example.org,Ada,Lovelace,+4930123456
BBB-2,Stalls,bob@example.org,Bob,Bold,
CCC-3,Stalls,adam.ada@example.org.invalid,Adam,Adder,
"""


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """A private storage of the test's own."""
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}


@pytest.fixture
def mary(blue_note):
    """Manages Blue Note."""
    return make.member(blue_note, Role.MANAGER, email="mary@example.org")


@pytest.fixture
def imported(gala):
    """Three people who came in a file."""
    made = services.start_import(
        tenant=gala.tenant,
        event=gala,
        kind="attendees",
        file_name="guests.csv",
        table=files.read(FILE),
        by=None,
        now=timezone.now(),
    )
    imports.work_off(made.pk)
    services.confirm_import(made=made, by=None, now=timezone.now())
    return imports.work_off(made.pk)


def forget(how, tenant):
    """Ada asks the organizer, or deletes her account."""
    if how == "asked":
        buyer = Buyer.objects.get(tenant=tenant, email="ada@example.org")
        services.anonymize_buyer(buyer=buyer, by=make.member(tenant, Role.OWNER).user, now=timezone.now())
        return
    ada = make.user("ada@example.org", name="Ada Lovelace")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    accounts.delete_account(user=ada, now=timezone.now())


def export(by, words="", file_format="csv", **fields):
    made = services.request_export(
        member=acting(by),
        kind="buyers",
        file_format=file_format,
        columns=["email"],
        wanted=BuyerFilter(words=words),
        now=timezone.now(),
    )
    Export.objects.filter(pk=made.pk).update(**fields)
    return Export.objects.get(pk=made.pk)


@pytest.mark.parametrize("how", ["asked", "deleted"])
def test_rows_of_a_file_forget_who_it_was_and_keep_the_ticket(imported, gala, mary, how):
    forget(how, gala.tenant)

    ada, bob, adam = ImportRow.objects.order_by("line")
    kept = {name: value for name, value in ada.cells.items() if value}
    assert kept == {"code": "AAA-1", "ticket_type": "Stalls"}
    assert ada.state == "written"
    assert bob.cells["email"] == "bob@example.org"
    # His address merely holds hers.
    assert (adam.cells["email"], adam.cells["first_name"]) == ("adam.ada@example.org.invalid", "Adam")
    page = browser_of(mary).get(f"/manage/{gala.tenant.slug}/imports/{imported.pk}/", follow=True)
    assert "Lovelace" not in text(page)
    undone = services.undo_import(made=imported, by=None, now=timezone.now())
    assert imports.work_off(undone.pk).status == "undone"


@pytest.mark.parametrize("how", ["asked", "deleted"])
def test_files_of_exports_that_may_list_the_person_are_deleted(gala, mary, how):
    make.order(gala, {gala.ticket_types.get(): 1})
    name = storages["private"].save("exports/x/list.xlsx", ContentFile(b"ada@example.org"))
    ready = {"status": "done", "file": name, "expires_at": timezone.now() + timedelta(days=2)}
    made = export(mary, file_format="xlsx", **ready)
    running = export(mary, file_format="xlsx", status="running")
    elsewhere = make.member(make.tenant("Elsewhere"), Role.MANAGER)
    other = export(elsewhere, file_format="xlsx", **ready | {"file": "exports/y/list.xlsx"})

    forget(how, gala.tenant)
    for job in ProcrastinateJob.objects.filter(task_name="tenants.delete_files"):
        tasks.delete_files(**job.args)

    made.refresh_from_db()
    running.refresh_from_db()
    other.refresh_from_db()
    assert not storages["private"].exists(name)
    assert (made.is_ready(), running.status, other.file) == (False, "cancelled", "exports/y/list.xlsx")
    assert "Lapsed" in text(browser_of(mary).get(f"/manage/{gala.tenant.slug}/exports/"))


@pytest.mark.parametrize("how", ["asked", "deleted"])
def test_filters_that_name_the_person_find_nobody_afterwards(gala, mary, how):
    make.order(gala, {gala.ticket_types.get(): 1})
    make.order(gala, {gala.ticket_types.get(): 1}, email="bob@example.org")
    named, others = export(mary, words="ADA@example.org"), export(mary, words="bob@example.org")
    action = services.start_bulk_action(
        member=acting(mary), kind=BulkKind.CANCEL, wanted=AttendeeFilter(words="ada@example.org"), now=timezone.now()
    )

    forget(how, gala.tenant)
    services.run_bulk_action(action_id=action.pk, now=timezone.now())

    named.refresh_from_db()
    assert named.filters == {"q": ["redacted@deleted.invalid"]}
    assert Export.objects.get(pk=others.pk).filters == {"q": ["bob@example.org"]}
    stopped = BulkAction.objects.get()
    assert (stopped.status, stopped.filters) == ("cancelled", {"q": ["redacted@deleted.invalid"]})
    assert set(gala.tickets.values_list("status", flat=True)) == {"valid"}
    assert "ada@example.org" not in str(list(ActivityLog.objects.values_list("metadata", flat=True))).lower()
    download = browser_of(mary).get(f"/manage/{gala.tenant.slug}/exports/{named.pk}/file/", follow=True)
    assert b"example.org" not in b"".join(download) if download.streaming else b"example.org" not in download.content
