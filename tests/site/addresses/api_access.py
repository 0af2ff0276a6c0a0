"""How programs come to the API: keys in the console, and tokens."""

from datetime import timedelta

from django.utils import timezone

from tenants.models import ApiKey
from tests import make
from tests.site.addresses import PUBLIC

TABLE = {
    "api_keys:keys": "api_keys.change",
    "api_keys:new": "api_keys.change",
    "api_keys:revocation": "api_keys.change",
    "tokens:tokens": PUBLIC,
    "tokens:second_step": PUBLIC,
    "tokens:refresh": PUBLIC,
    "tokens:current": PUBLIC,  # whoever has a token: tests/site/test_api_tokens.py
}


def objects(event):
    """A key of the event's tenant."""
    key = ApiKey.objects.create(
        tenant=event.tenant,
        name="Till",
        prefix="7Q4M9X2K",
        hash="0" * 64,
        scopes=["events.read"],
        created_by=make.user(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"api_key": key.pk}
