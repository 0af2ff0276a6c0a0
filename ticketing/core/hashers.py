"""Passwords of users who were brought along from other systems."""

import bcrypt
from django.contrib.auth.hashers import BCryptPasswordHasher

LONGEST_BYTES = 72


class ImportedBCryptHasher(BCryptPasswordHasher):
    """Plain bcrypt, stored as `bcrypt$` and the foreign hash. It looks at 72 bytes, as every bcrypt has always done.

    The library refuses longer ones by now, which would let a long guess end in an error.
    """

    def encode(self, password: str, salt: str | bytes) -> str:
        """The hash of a password's first 72 bytes."""
        salt_bytes = salt.encode() if isinstance(salt, str) else salt
        data = bcrypt.hashpw(password.encode()[:LONGEST_BYTES], salt_bytes)
        return f"{self.algorithm}${data.decode('ascii')}"
