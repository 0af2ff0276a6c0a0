"""The page cache answers anonymous visitors from memory, and nobody sees what is another's."""

import threading
import time

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from events import pageviews
from events.models import Event
from tests import make
from ticketing.core import page_cache
from ticketing.core.page_cache import PageCacheMiddleware, page_cached

BROWSER = {"user-agent": "Mozilla/5.0 Firefox/140.0"}


@pytest.fixture(autouse=True)
def cache_on(settings):
    settings.PAGE_CACHE_SECONDS = 30
    page_cache.store.clear()
    yield
    page_cache.store.clear()


@pytest.mark.django_db
def test_the_second_visitor_costs_no_statement(client, gala, count_statements):
    first = client.get(_url(gala))

    with count_statements() as statements:
        second = client.get(_url(gala))

    assert len(statements) == 0, statements
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second.cached_route == "<slug:tenant>/<slug:event>/"


@pytest.mark.django_db
def test_a_copy_that_is_still_true_is_not_sent_again(client, gala):
    etag = client.get(_url(gala))["ETag"]

    again = client.get(_url(gala), headers={"if-none-match": f'"other", W/{etag}'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert "Content-Type" not in again


@pytest.mark.django_db
def test_each_language_has_a_page_of_its_own(client, gala):
    english = client.get(_url(gala))
    german = client.get(_url(gala), headers={"accept-language": "de"})
    client.cookies["django_language"] = "ar"
    arabic = client.get(_url(gala))

    assert ['lang="en"' in _text(english), 'lang="de"' in _text(german), 'lang="ar"' in _text(arabic)] == [True] * 3


@pytest.mark.django_db
def test_a_campaigns_link_gets_the_same_page_and_leaves_no_trace_in_it(client, gala):
    tracked = client.get(_url(gala) + "?utm_source=mail&utm_content=%3Cb%3E")

    assert "utm_" not in _text(tracked)
    assert client.get(_url(gala)).cached_route
    assert len(page_cache.store.pages) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["sessionid", "messages", "foyer_cart", "foyer_unlock", "foyer_access"])
def test_who_brings_something_of_their_own_gets_a_page_of_their_own(client, gala, cookie):
    client.get(_url(gala))
    client.cookies[cookie] = "x"
    Event.objects.filter(pk=gala.pk).update(name="Summer Gala")

    assert "Summer Gala" in _text(client.get(_url(gala)))
    client.cookies.clear()
    assert "Winter Gala" in _text(client.get(_url(gala)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "extra",
    [{"query_params": {"q": "x"}}, {"headers": {"authorization": "Bearer x"}}, {"headers": {"range": "bytes=0-9"}}],
)
def test_other_requests_are_neither_answered_from_the_cache_nor_kept(client, gala, extra):
    client.get("/", **extra)

    assert not page_cache.store.pages


@pytest.mark.django_db
def test_hosts_do_not_share_pages_and_an_unknown_one_is_refused(client, gala, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    client.get(_url(gala), headers={"host": "one.example"})
    client.get(_url(gala), headers={"host": "two.example"})
    refused = client.get(_url(gala), headers={"host": "evil.example"})

    assert {key[1] for key in page_cache.store.pages} == {"one.example", "two.example"}
    assert refused.status_code == 421


@pytest.mark.django_db
def test_a_page_is_forgotten_after_its_time(client, gala, settings):
    settings.PAGE_CACHE_SECONDS = 0.05
    client.get(_url(gala))
    Event.objects.filter(pk=gala.pk).update(name="Summer Gala")
    time.sleep(0.06)

    assert "Summer Gala" in _text(client.get(_url(gala)))


@pytest.mark.django_db
def test_off_means_off(client, gala, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get(_url(gala))

    assert not page_cache.store.pages


@pytest.mark.django_db
def test_what_is_private_missing_refused_or_not_chosen_is_not_kept(client, gala, blue_note):
    private = make.event(blue_note, visibility="private")
    client.get(_url(private))
    client.get(_url(private), {"access": private.access_token})
    client.get("/nobody/")
    client.get("/accounts/login/")

    assert not page_cache.store.pages


@pytest.mark.django_db
def test_looks_are_counted_on_hits_too(client, gala):
    pageviews._waiting.clear()
    for _visit in range(3):
        client.get(_url(gala), headers=BROWSER)
    client.get(_url(gala), headers=BROWSER | {"if-none-match": client.get(_url(gala), headers=BROWSER)["ETag"]})

    assert pageviews.flush() == 5


@pytest.mark.django_db
def test_a_head_request_is_answered_like_a_get(client, gala):
    client.get(_url(gala))

    head = client.head(_url(gala))

    assert head.status_code == 200
    assert int(head["Content-Length"]) > 1000


def test_a_stampede_renders_once(settings):
    renderings = []

    def slow(request):
        renderings.append(1)
        time.sleep(0.2)
        return HttpResponse("page")

    middleware = PageCacheMiddleware(slow)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(middleware(_front_page()).content)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()

    assert (len(renderings), answers) == (1, [b"page"] * 16)


def test_a_rendering_that_fails_lets_the_others_try():
    def failing(request):
        raise RuntimeError

    middleware = PageCacheMiddleware(failing)
    for _attempt in range(2):
        with pytest.raises(RuntimeError):
            middleware(_front_page())

    assert not page_cache.store.flights


def test_an_answer_that_sets_a_cookie_is_not_kept():
    def personal(request):
        response = HttpResponse("page")
        response.set_cookie("seen", "1")
        return response

    PageCacheMiddleware(personal)(_front_page())

    assert not page_cache.store.pages


def test_the_store_keeps_no_more_than_it_may(monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_ENTRIES", 3)
    middleware = PageCacheMiddleware(lambda request: HttpResponse("page"))
    for host in "abcd":
        middleware(_front_page(f"{host}.example"))
        middleware(_front_page("a.example"))

    assert [key[1] for key in page_cache.store.pages] == ["c.example", "d.example", "a.example"]
    assert page_cache.store.bytes == sum(page.size for page in page_cache.store.pages.values())


def test_bytes_are_bounded_too(monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_BYTES", 25_000)
    middleware = PageCacheMiddleware(lambda request: HttpResponse("x" * 10_000))
    for host in "abcd":
        middleware(_front_page(f"{host}.example"))

    assert len(page_cache.store.pages) == 2
    assert page_cache.store.bytes <= 25_000


def test_only_marked_views_are_kept():
    @page_cached
    def marked(request):
        return HttpResponse()

    assert marked.is_page_cached
    assert not hasattr(_url, "is_page_cached")


def _front_page(host="testserver"):
    return RequestFactory().get("/", headers={"host": host})


def _text(page):
    assert page.status_code == 200
    return page.content.decode()


def _url(event):
    return f"/{event.tenant.slug}/{event.slug}/"
