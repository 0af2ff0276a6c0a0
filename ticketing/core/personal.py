"""What all pages have in common that are opened by somebody's secret link."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponseBase
from django.utils.cache import patch_cache_control

P = ParamSpec("P")


def personal(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Keep a page out of shared caches and search engines, and its address away from other sites.

    The referrer stays within our own origin rather than being left out: without any, browsers send `Origin: null` with
    a form, which the check against forged requests refuses.
    """

    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner
