"""The waiting list."""

from events.models import Stock
from tests import make
from tests.site.addresses import PUBLIC, TOKEN

TABLE = {
    "orders:waiting_list": PUBLIC,
    "orders:waiting_place": TOKEN,
    "orders:waiting_offer": TOKEN,
    "orders:waiting_departure": TOKEN,
    "orders:office_waiting_list": "orders.read",
    "orders:office_waiting_settings": "orders.change",
    "orders:office_waiting_revocation": "orders.change",
    "orders:office_waiting_removal": "orders.change",
}


def objects(event):
    """Somebody who waits for a type of which there is none."""
    gone = make.ticket_type(event, name="Box", places=0)
    Stock.objects.filter(pk=event.stock_id).update(quantity_total=None)
    return {"waiting": make.waiting(event, [gone]).pk}
