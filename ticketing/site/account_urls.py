"""The addresses of accounts: those of django-allauth whose pages are ours. What is not named here is not reachable."""

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app_codes
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.urls import path, re_path
from django.views.generic import RedirectView

from ticketing.site import account_views, two_factor

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("email/", login_required(reauthentication_required(app="allauth.account")(views.email)), name="account_email"),
    path("security/", account_views.security, name="mfa_index"),
    path("second-step/", two_factor.AuthenticateView.as_view(), name="mfa_authenticate"),
    path("reauthenticate/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("app/", login_required(app_codes.activate_totp), name="mfa_activate_totp"),
    path("app/removal/", app_codes.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", login_required(two_factor.RecoveryCodesView.as_view()), name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/new/",
        login_required(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("passkeys/", login_required(RedirectView.as_view(pattern_name="mfa_index")), name="mfa_list_webauthn"),
    path("passkeys/new/", login_required(two_factor.AddPasskeyView.as_view()), name="mfa_add_webauthn"),
    path("passkeys/sign-in/", two_factor.PasskeyLoginView.as_view(), name="mfa_login_webauthn"),
    path("passkeys/<int:pk>/removal/", login_required(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", login_required(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]
