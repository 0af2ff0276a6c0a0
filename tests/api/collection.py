"""`python -m tests.api.collection` writes `collection.json`, for Postman and Newman, from the table in `cases`."""

import json
from itertools import count
from pathlib import Path
from typing import Any

from tests.api.cases import ROLES, SEARCH, Case, folders

COLLECTION = Path(__file__).with_name("collection.json")
MOST_TRIES = 70


def text() -> str:
    """The collection, as its file says it."""
    numbers, addresses = count(1), count(1)
    made = {
        "info": {
            "name": "Foyer: visits",
            "description": "Every endpoint, every refusal, every role. Written by tests/api/collection.py.",
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "item": [
            {
                "name": f"{number}. {who}",
                "item": [*_sign_in(who, number), *(_item(each, who, number, next(addresses)) for each in cases)],
            }
            for number, (who, cases) in zip(numbers, folders(), strict=False)
        ],
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _sign_in(who: str, number: int) -> list[dict[str, Any]]:
    """A fresh visitor; whoever has a login goes over the login page, with its token, as a person does."""
    if who not in ROLES:
        return []
    form = {
        "mode": "urlencoded",
        "urlencoded": [
            {"key": "csrfmiddlewaretoken", "value": "{{csrf}}"},
            {"key": "login", "value": f"{{{{email_{who}}}}}"},
            {"key": "password", "value": "{{password}}"},
        ],
    }
    opened = [
        'pm.test("the login page opens", () => pm.expect(pm.response.code).to.equal(200));',
        'const field = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(pm.response.text());',
        'pm.environment.set("csrf", field[1]);',
    ]
    signed = [
        'pm.test("signed in", () => pm.expect(pm.cookies.has("sessionid")).to.be.true);',
        'pm.environment.set("csrf", pm.cookies.get("csrftoken"));',
    ]
    page = "{{base}}/accounts/login/"
    fresh = ["pm.cookies.jar().clear(pm.environment.get('base'), () => {});"]
    return [
        {
            "name": f"{number}. Open the login page",
            "event": [_script("prerequest", fresh), _script("test", opened)],
            "request": {"method": "GET", "url": page, "header": _headers({}, f"10.{number}.250.1")},
        },
        {
            "name": f"{number}. Sign in as {who}",
            "event": [_script("test", signed)],
            "request": {"method": "POST", "url": page, "header": _headers({}, f"10.{number}.250.1"), "body": form},
        },
    ]


def _item(case: Case, who: str, number: int, place: int) -> dict[str, Any]:
    name = f"{number}. {case.name}"
    headers = dict(case.headers)
    request: dict[str, Any] = {"method": case.method, "url": f"{{{{base}}}}/api/{case.path}"}
    if case.body is not None or case.raw is not None:
        headers = {"Content-Type": "application/json"} | headers
        request["body"] = {"mode": "raw", "raw": case.raw if case.raw is not None else _json(case.body)}
    if who in ROLES and case.method != "GET":
        headers = {"X-CSRFToken": "{{csrf}}"} | headers
    request["header"] = _headers(headers, "10.250.0.1" if case is SEARCH else f"10.{number}.{place % 250}.1")
    return {"name": name, "event": [_script("test", _tests(case, name))], "request": request}


def _tests(case: Case, name: str) -> list[str]:
    lines = []
    if case is SEARCH:
        lines += [
            'const tries = Number(pm.environment.get("tries") || 0) + 1;',
            'pm.environment.set("tries", String(tries));',
            f"if (pm.response.code === 404 && tries < {MOST_TRIES}) {{",
            f"  pm.execution.setNextRequest({json.dumps(name)});",
            "  return;",
            "}",
            'const wait = Number(pm.response.headers.get("Retry-After"));',
            'pm.test("says when again", () => pm.expect(wait).to.be.above(0));',
        ]
    lines.append(f'pm.test("answers {case.status}", () => pm.response.to.have.status({case.status}));')
    if case.status == 304:
        return lines
    lines.append("const body = pm.response.json();")
    if case.status >= 400:
        lines.append(
            'pm.test("one shape of refusals", () =>'
            ' pm.expect(body.error).to.include.all.keys("code", "message", "fields"));'
        )
    if case.error:
        lines.append(f'pm.test("says why", () => pm.expect(body.error.code).to.equal("{case.error}"));')
    for check in case.checks:
        lines.append(f"pm.test({json.dumps(check)}, () => pm.expect(Boolean({check})).to.be.true);")
    for variable, value in case.keep.items():
        lines.append(f'pm.environment.set("{variable}", {value});')
    return lines


def _json(body: Any) -> str:
    """Readable; a word that stands for a number loses its quotes."""
    written = json.dumps(body, ensure_ascii=False)
    while '"number:' in written:
        head, _mark, rest = written.partition('"number:')
        value, _quote, tail = rest.partition('"')
        written = head + value + tail
    return written


def _headers(headers: dict[str, str], address: str) -> list[dict[str, str]]:
    """Each request comes from an address of its own, since how much one may ask is limited."""
    return [{"key": key, "value": value} for key, value in {"X-Forwarded-For": address, **headers}.items()]


def _script(listen: str, lines: list[str]) -> dict[str, Any]:
    return {"listen": listen, "script": {"type": "text/javascript", "exec": lines}}


if __name__ == "__main__":
    COLLECTION.write_text(text())
