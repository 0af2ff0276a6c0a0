"""Accounts."""

from tests.site.addresses import ACCOUNT, PUBLIC

TABLE = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reauthenticate": ACCOUNT,
    "account_email": ACCOUNT,
    "account_change_password": ACCOUNT,
    "account_set_password": ACCOUNT,
    "account:profile": ACCOUNT,
    "account:sessions": ACCOUNT,
    "account:end_session": ACCOUNT,
    "account:end_other_sessions": ACCOUNT,
    "mfa_index": ACCOUNT,
    "mfa_authenticate": PUBLIC,  # after the password: tests/site/test_two_factor.py
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": ACCOUNT,
    "mfa_reauthenticate_webauthn": ACCOUNT,
    "mfa_activate_totp": ACCOUNT,
    "mfa_deactivate_totp": ACCOUNT,
    "mfa_view_recovery_codes": ACCOUNT,
    "mfa_generate_recovery_codes": ACCOUNT,
    "mfa_list_webauthn": ACCOUNT,
    "mfa_add_webauthn": ACCOUNT,
    "mfa_remove_webauthn": ACCOUNT,
    "mfa_edit_webauthn": ACCOUNT,
}
