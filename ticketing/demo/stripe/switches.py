"""The ways in which the stand-in can be told to misbehave.

A switch has `times` (how often it acts; −1 until it is switched off), `seconds` where a wait is meant, and for the
three that spoil API calls the beginning of a `path`, so that one kind of call can be meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ticketing.demo.stripe.errors import ApiError
from ticketing.demo.stripe.store import Store

SWITCHES = {
    "decline": "Decline the next card payment",
    "three_d_secure": "Ask for 3-D Secure at the next card payment",
    "pay_late": "Let the next payment succeed only after some seconds",
    "slow": "Answer the API slowly",
    "error_500": "Answer the API with an internal error, doing nothing",
    "drop_connection": "Do what the API is asked, then drop the connection without an answer",
    "webhook_twice": "Send each webhook twice",
    "webhook_late": "Send webhooks late",
    "webhook_out_of_order": "Hold a webhook back until a later one has been delivered",
    "webhook_never": "Send no webhook",
    "refuse_refunds": "Refuse refunds at once",
    "fail_refunds": "Accept refunds, and let them fail after some seconds",
    "fail_payouts": "Let payouts arrive, and the bank send them back after some seconds",
    "return_refunds": "Let refunds succeed, and the buyer's bank send them back after some seconds",
}
ALWAYS = -1
DEFAULT_SECONDS = 3.0


@dataclass(frozen=True)
class Switch:
    """One switch that is on."""

    times: int
    seconds: float = DEFAULT_SECONDS
    path: str = "/v1/"

    def as_json(self) -> dict[str, Any]:
        """As it is stored and shown."""
        return {"times": self.times, "seconds": self.seconds, "path": self.path}


def use(store: Store, name: str, path: str = "/v1/") -> Switch | None:
    """The switch if it acts now, counted down by one; None when it is off or means another path."""
    body = store.switch(name)
    if body is None or not path.startswith(body["path"]):
        return None
    switch = Switch(**body)
    if switch.times != ALWAYS:
        left = Switch(switch.times - 1, switch.seconds, switch.path)
        store.set_switch(name, left.as_json() if left.times > 0 else None)
    return switch


def change(store: Store, wanted: dict[str, Any]) -> None:
    """Set switches from JSON: a number of times, or an object with `times`, `seconds`, `path`; 0 switches off.

    `{"reset": true}` switches all off first.
    """
    if wanted.get("reset"):
        for name in SWITCHES:
            store.set_switch(name, None)
    for name, value in wanted.items():
        if name == "reset":
            continue
        if name not in SWITCHES:
            raise ApiError(f"No such switch: {name}. There are: {', '.join(SWITCHES)}", param=name)
        switch = _read(value, name)
        store.set_switch(name, switch.as_json() if switch.times else None)


def _read(value: Any, name: str) -> Switch:
    settings = value if isinstance(value, dict) else {"times": value}
    try:
        return Switch(
            times=int(settings.get("times", 1)),
            seconds=float(settings.get("seconds", DEFAULT_SECONDS)),
            path=str(settings.get("path", "/v1/")),
        )
    except (TypeError, ValueError):
        raise ApiError("A switch is a number of times, or has times, seconds and path.", param=name) from None


def current(store: Store) -> dict[str, Any]:
    """All switches by name; null is off."""
    return {name: store.switch(name) for name in SWITCHES}
