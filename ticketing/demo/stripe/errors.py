"""Refusals in the shape of Stripe's error bodies (https://docs.stripe.com/api/errors)."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A request that Stripe would refuse.

    `kept` says whether the answer belongs to the idempotency key: Stripe keeps what an endpoint decided once it began
    its work, not what failed while the parameters were read.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str = "",
        param: str = "",
        kept: bool = False,
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.kind, self.code, self.param, self.kept = (
            message,
            status,
            kind,
            code,
            param,
            kept,
        )

    def body(self) -> dict[str, Any]:
        """The JSON that Stripe answers."""
        error = {"message": self.message, "type": self.kind}
        if self.code:
            error["code"] = self.code
            error["doc_url"] = "https://stripe.com/docs/error-codes/" + self.code.replace("_", "-")
        if self.param:
            error["param"] = self.param
        return {"error": error}


def no_such(what: str, key: str, param: str = "id") -> ApiError:
    """404: an id that is unknown here."""
    return ApiError(f"No such {what}: '{key}'", status=404, code="resource_missing", param=param)


def missing(param: str) -> ApiError:
    """400: a parameter that is needed was not sent."""
    return ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)
