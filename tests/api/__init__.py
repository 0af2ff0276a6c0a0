"""The API of visits, as its users meet it: by Newman over HTTP, and by schemathesis with whatever it can think of."""
