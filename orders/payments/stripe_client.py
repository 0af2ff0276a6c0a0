"""The connection to Stripe: one client per key and address, with time-outs that a waiting buyer can bear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import requests
import requests.adapters
import stripe
from django.conf import settings

from orders.payments.base import ProviderRefused, ProviderUnavailable

_CONNECT_SECONDS, _READ_SECONDS = 3.0, 10.0
_RETRIES = 2


def client() -> stripe.StripeClient:
    """The client for the key and address in the settings."""
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=8)
def _client(key: str, base: str) -> stripe.StripeClient:
    timeout = (_CONNECT_SECONDS, _READ_SECONDS)
    if not base:
        transport = stripe.RequestsClient(timeout=timeout)
        return stripe.StripeClient(key, http_client=transport, max_network_retries=_RETRIES)
    transport = stripe.RequestsClient(timeout=timeout, session=_near_session())
    return stripe.StripeClient(
        key, http_client=transport, max_network_retries=_RETRIES, base_addresses={"api": base.rstrip("/")}
    )


def _near_session() -> requests.Session:
    """For a server that is near: a proxy from the environment could not reach it."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=64))
    return session


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn Stripe's errors into ours: what may be repeated into ProviderUnavailable, the rest into ProviderRefused.

    A wrong key counts as unavailable: it is the operator's to mend, and then the same call goes through.
    """
    try:
        yield
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError, stripe.AuthenticationError) as error:
        raise ProviderUnavailable(reason=error.code or type(error).__name__, detail=_words(error)) from error
    except stripe.StripeError as error:
        # 409: another call with the same idempotency key, or on the same object, is still at work.
        if error.http_status == 409 or (error.http_status or 0) >= 500:
            raise ProviderUnavailable(reason=error.code or "conflict", detail=_words(error)) from error
        raise ProviderRefused(reason=error.code or type(error).__name__, detail=_words(error)) from error


def _words(error: stripe.StripeError) -> str:
    return str(error.user_message or error)
