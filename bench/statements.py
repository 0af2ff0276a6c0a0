"""`python -m bench.statements TARGET`: how many SQL statements each step takes, seen from inside one process."""

import json
import os
import sys
import uuid
from typing import Any

import django


def main(target: dict[str, Any], codes: list[str]) -> None:
    """Print the number of statements per step, as JSON. Everything is done twice, and the second time counts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ticketing.settings")
    django.setup()
    counted: dict[str, int] = {}
    for code in codes:
        counted = _free(target) | _scan(target, code)
    print(json.dumps(counted))


def _free(target: dict[str, Any]) -> dict[str, int]:
    visitor = _Visitor()
    path, ticket_type = target["free_path"], target["free_type"]
    counted = {"event page": visitor.get(path)}
    counted["hold"] = visitor.post(f"{path}checkout/", {f"quantity-{ticket_type}": "1"})
    counted["details"] = visitor.get(visitor.location)
    email = f"ada.{uuid.uuid4().hex[:12]}@example.org"
    form = {"first_name": "Ada", "last_name": "Lovelace", "email": email, "discount_code": ""}
    counted["details sent"] = visitor.post(visitor.location, form | {f"{ticket_type}-1-is_buyer": "on"})
    counted["order page"] = visitor.get(visitor.location)
    return counted | {"whole free purchase": sum(counted.values())}


def _scan(target: dict[str, Any], code: str) -> dict[str, int]:
    device = _Visitor(HTTP_AUTHORIZATION=f"Bearer {target['device_token']}")
    path = f"/api/v1/gates/{target['gate']}/scans"
    body = json.dumps({"scan_id": str(uuid.uuid4()), "qr": code})
    counted = {"redemption": device.post(path, body, content_type="application/json")}
    assert device.answer["result"] == "admitted", device.answer
    return counted


class _Visitor:
    """Django's test client on the real database; answers how many statements a request took."""

    def __init__(self, **defaults: str) -> None:
        from django.test import Client

        self.client = Client(HTTP_HOST="127.0.0.1", **defaults)
        self.location = ""
        self.answer: dict[str, Any] = {}

    def get(self, path: str) -> int:
        return self._counted(self.client.get, path, 200)

    def post(self, path: str, body: Any, **how: str) -> int:
        return self._counted(self.client.post, path, 200 if how else 303, body, **how)

    def _counted(self, method: Any, path: str, expected: int, *body: Any, **how: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            answer = method(path, *body, **how)
        if answer.status_code != expected:
            raise RuntimeError(f"{path}: {answer.status_code}")
        self.location = answer.headers.get("Location", path)
        if answer.headers["Content-Type"] == "application/json":
            self.answer = answer.json()
        texts = [query["sql"] for query in captured.captured_queries]
        if os.environ.get("SHOW_STATEMENTS"):
            print(f"-- {path}", *texts, sep="\n", file=sys.stderr)
        return sum(not text.upper().startswith(_BOOKKEEPING) for text in texts)


_BOOKKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT")

if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
