"""Refusals that reach a page's edge, and hosts that are none of ours."""

from django.test import RequestFactory

from ticketing.core.errors import TooManyRequests
from ticketing.core.refusals import RefusalMiddleware


def test_an_unknown_host_is_answered_421(client, settings):
    settings.ALLOWED_HOSTS = ["foyer.example"]

    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 421


def test_a_load_balancer_may_ask_for_health_under_any_name(client, settings):
    settings.ALLOWED_HOSTS = ["foyer.example"]

    assert client.get("/healthz", headers={"host": "10.1.2.3"}).status_code == 200


def test_a_refusal_becomes_a_page_with_its_status(rf: RequestFactory):
    middleware = RefusalMiddleware(lambda request: None)

    response = middleware.process_exception(rf.get("/"), TooManyRequests(retry_after=30))

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "30"
    assert "Please wait 30 seconds" in response.content.decode()


def test_a_bug_is_not_made_a_page(rf: RequestFactory):
    assert RefusalMiddleware(lambda request: None).process_exception(rf.get("/"), ValueError()) is None


def test_a_body_larger_than_any_form_is_refused_unread(client, db):
    response = client.post("/language/", data=b"x", content_type="text/plain", CONTENT_LENGTH="99999999999")

    assert response.status_code == 413
