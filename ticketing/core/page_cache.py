"""The page cache: answers anonymous GETs of chosen pages from memory, before everything else in the chain.

A page is cached where its view says `@page_cached` and the visitor brings nothing of their own: no session, cart,
message or unlock cookie, no `Authorization`, no query beyond `utm_*`. What is kept for `PAGE_CACHE_SECONDS` is a 200
that sets no cookie; so it holds no token and nothing about a visitor. A stampede renders a page once, the others wait.
The store belongs to one process and is bounded by entries and bytes.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.urls import ResolverMatch, resolve
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language_from_request

P = ParamSpec("P")
Key = tuple[str, str, str, str]
Served = Callable[[HttpRequest], None]

MOST_ENTRIES = 2_000
MOST_BYTES = 64 * 1024 * 1024
LARGEST_PAGE = 2 * 1024 * 1024
LONGEST_WAIT_SECONDS = 5.0
OWN_COOKIE_PREFIX = "foyer_"
_SERVED = "foyer.on_served"
# What an intermediate or the browser itself must see again; the rest is written anew for each answer.
_LEFT_OUT = {"content-length", "etag", "x-request-id", "date"}


def page_cached(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let anonymous visitors share what this view answers. Its page may show nothing that differs between them."""

    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(*args, **kwargs)

    vars(inner)["is_page_cached"] = True
    return inner


def on_served(request: HttpRequest, call: Served) -> None:
    """Call this each time the page is served with success, from the view or from the cache."""
    request.META[_SERVED] = call


@dataclass(frozen=True)
class Page:
    """A rendered page as it is kept."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    route: str
    served: Served | None
    fresh_until: float

    @property
    def size(self) -> int:
        """What it weighs in memory, roughly, in bytes."""
        return len(self.content) + 1_000


class CachedResponse(HttpResponse):
    """An answer from the store. `cached_route` names the route for logs and metrics."""

    cached_route = ""


class CachedNotModified(HttpResponseNotModified):
    """The visitor's copy is still true."""

    cached_route = ""


@dataclass
class Store:
    """Pages by key, the least recently used leaving first; one rendering per key at a time."""

    pages: OrderedDict[Key, Page] = field(default_factory=OrderedDict)
    flights: dict[Key, threading.Event] = field(default_factory=dict)
    bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, key: Key) -> Page | None:
        """The page, while it is fresh."""
        with self.lock:
            page = self.pages.get(key)
            if page is None or page.fresh_until <= time.monotonic():
                return None
            self.pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: Page) -> None:
        """Keep a page and drop what no longer fits."""
        with self.lock:
            self._drop(key)
            self.pages[key] = page
            self.bytes += page.size
            while len(self.pages) > MOST_ENTRIES or self.bytes > MOST_BYTES:
                self._drop(next(iter(self.pages)))

    def take_off(self, key: Key) -> threading.Event | None:
        """None: the caller renders, and must land. Else what to wait for while another request renders."""
        with self.lock:
            flight = self.flights.get(key)
            if flight is None:
                self.flights[key] = threading.Event()
            return flight

    def land(self, key: Key) -> None:
        """Let those who wait look again."""
        with self.lock:
            flight = self.flights.pop(key, None)
        if flight is not None:
            flight.set()

    def clear(self) -> None:
        """Forget all pages."""
        with self.lock:
            self.pages.clear()
            self.bytes = 0

    def _drop(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        if page is not None:
            self.bytes -= page.size


store = Store()


class PageCacheMiddleware:
    """Answers from the store where it may; otherwise passes on, and keeps what a cached view answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the page and tell whoever counts it."""
        response, served = self._answer(request)
        served = served or request.META.get(_SERVED)
        if served is not None and response.status_code in (200, 304):
            served(request)
        return response

    def _answer(self, request: HttpRequest) -> tuple[HttpResponseBase, Served | None]:
        key = _key(request) if settings.PAGE_CACHE_SECONDS > 0 and _is_anonymous(request) else None
        if key is None:
            return self.get_response(request), None
        page = store.find(key)
        if page is not None:
            return _from_page(page, request), page.served
        match = _match(request)
        if match is None or not getattr(match.func, "is_page_cached", False):
            return self.get_response(request), None
        flight = store.take_off(key)
        if flight is not None:
            flight.wait(LONGEST_WAIT_SECONDS)
            page = store.find(key)
            return (_from_page(page, request), page.served) if page else (self.get_response(request), None)
        try:
            return self._render(request, key, match.route)
        finally:
            store.land(key)

    def _render(self, request: HttpRequest, key: Key, route: str) -> tuple[HttpResponseBase, Served | None]:
        # What the campaign's link carried must not show in the page that all others get.
        request.META["QUERY_STRING"] = ""
        response = self.get_response(request)
        if not _is_keepable(response):
            return response, None
        if not response.has_header("Cache-Control"):
            # The browser keeps its copy and asks each time whether that is still true.
            patch_cache_control(response, no_cache=True)
        content = response.content
        page = Page(
            content=content,
            headers=tuple((name, value) for name, value in response.items() if name.lower() not in _LEFT_OUT),
            etag=quote_etag(hashlib.blake2b(content, digest_size=12).hexdigest()),
            route=route,
            served=request.META.get(_SERVED),
            fresh_until=time.monotonic() + settings.PAGE_CACHE_SECONDS,
        )
        store.keep(key, page)
        return _from_page(page, request), page.served


def _is_anonymous(request: HttpRequest) -> bool:
    """Whether the request brings nothing that could make its page differ from anybody else's."""
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in request.META or "HTTP_RANGE" in request.META:
        return False
    query = request.META.get("QUERY_STRING", "")
    if query and not all(part.startswith("utm_") for part in query.split("&")):
        return False
    own = {settings.SESSION_COOKIE_NAME, "messages"}
    return not any(name in own or name.startswith(OWN_COOKIE_PREFIX) for name in request.COOKIES)


def _key(request: HttpRequest) -> Key | None:
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    return (request.scheme or "http", host, request.path, get_language_from_request(request))


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Http404:
        return None


def _is_keepable(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and len(response.content) <= LARGEST_PAGE
    )


def _from_page(page: Page, request: HttpRequest) -> CachedResponse | CachedNotModified:
    given = parse_etags(request.headers.get("If-None-Match", ""))
    response: CachedResponse | CachedNotModified
    if "*" in given or any(etag.removeprefix("W/") == page.etag for etag in given):
        response = CachedNotModified()
    else:
        response = CachedResponse(page.content)
    for name, value in page.headers:
        if response.status_code == 200 or name.lower() != "content-type":
            response.headers[name] = value
    response.headers["ETag"] = page.etag
    if response.status_code == 200:
        response.headers["Content-Length"] = str(len(page.content))
    response.cached_route = page.route
    return response
