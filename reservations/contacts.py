"""Contact details as they are stored: e-mail in lower case, phone in E.164."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from reservations.errors import EmailInvalid, PhoneInvalid
from reservations.values import Contact

LONGEST_TYPED = 40


def contact(*, email: str, phone: str, country: str, locale: str = "en") -> Contact:
    """What was typed, checked. Raises EmailInvalid or PhoneInvalid. `country` (ISO 3166) reads national numbers."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise EmailInvalid() from wrong
    if len(address) > 254:
        raise EmailInvalid()
    return Contact(email=address, phone=e164(phone, country), locale=locale)


def e164(typed: str, country: str) -> str:
    """A phone number as +49301234567 (ITU-T E.164). Raises PhoneInvalid for what nobody could call."""
    if len(typed) > LONGEST_TYPED:
        raise PhoneInvalid()
    try:
        number = phonenumbers.parse(typed, country.upper() or None)
    except phonenumbers.NumberParseException as wrong:
        raise PhoneInvalid() from wrong
    # "Possible" rather than "valid": new ranges open faster than the library's tables follow.
    if not phonenumbers.is_possible_number(number):
        raise PhoneInvalid()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
