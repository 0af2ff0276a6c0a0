"""What an event sells, in the console."""

from django.utils import timezone

from events import services as event_services
from orders import services
from orders.office_imports import files
from tests import make

CODES = {
    "codes": "events.read",
    "new_code": "events.change",
    "codes_csv": "events.change",
    "new_codes": "events.change",
    "code_batch": "events.read",
    "code_batch_archive": "events.change",
    "code": "events.change",
    "code_archive": "events.change",
}

TABLE = {
    **{f"codes_office:{name}": needed for name, needed in CODES.items()},
    **{f"codes_office:tenant_{name}": needed for name, needed in CODES.items()},
    "selling_office:ticket_types": "events.read",
    "selling_office:new_ticket_type": "events.change",
    "selling_office:ticket_type_order": "events.change",
    "selling_office:ticket_type": "events.change",
    "selling_office:ticket_type_removal": "events.change",
    "selling_office:ticket_type_restoration": "events.change",
    "selling_office:capacity": "events.change",
    "selling_office:questions": "events.read",
    "selling_office:new_question": "events.change",
    "selling_office:question_order": "events.change",
    "selling_office:question_preview": "events.read",
    "selling_office:question": "events.change",
    "selling_office:question_removal": "events.change",
    "selling_office:question_restoration": "events.change",
    "selling_office:imports": "events.change",
    "selling_office:new_import": "events.change",
    "selling_office:import_template": "events.change",
    "selling_office:import": "events.change",
    "selling_office:import_confirmation": "events.change",
    "selling_office:import_undoing": "events.change",
}


def objects(event):
    """A code of the event's in a batch of one, a question, and an import."""
    values = {"discount_type": "percentage", "discount_value": 1000}
    batch = event_services.make_codes(
        tenant=event.tenant, event=event, prefix="A", quantity=1, values=values, by=None, now=timezone.now()
    )
    table = files.read(b"code,value\nSPRING,10\n")
    made = services.start_import(
        tenant=event.tenant, event=event, kind="codes", file_name="c.csv", table=table, by=None, now=timezone.now()
    )
    asked = make.question(event)
    discount = batch.codes.get()
    return {
        "code_batch": batch.pk,
        "discount": discount.pk,
        "question": asked.pk,
        "made": made.pk,
        "import_kind": "codes",
    }
