"""Taking a buyer's personal data out of an organizer's records, because the buyer asks for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from orders.errors import BuyerIsAnonymous
from orders.models import Buyer
from tenants import hooks
from tenants.models import User
from tenants.steps import log_activity, redact_mails


@transaction.atomic(durable=True)
def anonymize_buyer(*, buyer: Buyer, by: User, now: datetime) -> None:
    """Blank who a buyer is in all of this organizer's orders, tickets and mails. Amounts, tickets and entries stay.

    Tickets stay good. It cannot be undone. An account that the person has is not touched, nor what they bought from
    others. Raises BuyerIsAnonymous if that was done before.
    """
    if buyer.is_anonymous:
        raise BuyerIsAnonymous()
    redact_mails(Q(tenant=buyer.tenant_id, recipient=buyer.email), now=now)
    person = hooks.Person(user=None, addresses=frozenset({buyer.email}), tenant_id=buyer.tenant_id)
    hooks.anonymize(person, now=now)
    log_activity(tenant=buyer.tenant_id, actor=by, action="buyer.anonymized", target=buyer, now=now)
    buyer.refresh_from_db()
