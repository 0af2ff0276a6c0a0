import re
from datetime import timedelta

import bcrypt
import pytest
from allauth.account.models import EmailAddress
from allauth.urls import urlpatterns as allauth_patterns
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from tenants.models import EmailLog, User
from tests import make
from tests.inbox import text_of

NEW = "another battery staple"


@pytest.fixture
def ada(db):
    """A user whose address is confirmed."""
    user = make.user("ada@example.org", name="Ada Lovelace")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, email="ada@example.org", password=make.PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def sign_up(client, email="bob@example.org", **more):
    return client.post(reverse("account_signup"), {"email": email, "password1": NEW, **more})


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_signing_up_asks_for_a_mailed_code_and_then_goes_on_where_one_was(client, db, inbox):
    started = sign_up(client, next="/some/event/checkout/details/")
    (mail,) = inbox.deliver()
    code = re.search(r"^[A-Z0-9-]{6,}$", text_of(mail), re.MULTILINE).group(0)
    assert not is_signed_in(client)

    finished = client.post(reverse("account_email_verification_sent"), {"code": code})

    assert started.status_code == 302
    assert (mail["To"], mail["Subject"]) == ("bob@example.org", f"Your code: {code}")
    assert finished["Location"] == "/some/event/checkout/details/"
    assert is_signed_in(client)
    assert EmailAddress.objects.get(email="bob@example.org").verified


def test_a_wrong_code_is_refused_and_a_few_are_the_end(client, db, inbox):
    sign_up(client)

    answers = [client.post(reverse("account_email_verification_sent"), {"code": "WRONG1"}) for _try in range(4)]

    assert "This is not the code." in answers[0].content.decode()
    assert answers[-1].status_code == 302
    assert not is_signed_in(client)


def test_a_new_code_can_be_asked_for(client, db, inbox):
    sign_up(client)
    (first,) = inbox.deliver()

    page = client.get(reverse("account_email_verification_sent")).content.decode()

    assert "Send a new code" in page
    assert "bob@example.org" in page
    assert first["To"] == "bob@example.org"


def test_signing_up_twice_tells_the_owner_and_nobody_else(ada, inbox):
    new = sign_up(Client(), "new@example.org")
    known = sign_up(Client(), "ada@example.org")
    mails = {mail["To"]: mail for mail in inbox.deliver()}

    assert (new.status_code, new["Location"]) == (known.status_code, known["Location"])
    assert mails["ada@example.org"]["Subject"] == "You have an account already"
    assert User.objects.filter(email="ada@example.org").count() == 1


@pytest.mark.parametrize("weak", ["", "short 1!x", "password12", "bob@example.org", "bobexample"])
def test_weak_passwords_are_refused_at_their_field(client, db, weak):
    response = client.post(reverse("account_signup"), {"email": "bob@example.org", "password1": weak})

    assert response.status_code == 200
    assert "password1" in response.context["form"].errors
    assert not User.objects.exists()


def test_signing_in_and_out(client, ada):
    signed_in = sign_in(client)
    inside = is_signed_in(client)
    client.post(reverse("account_logout"))

    assert signed_in["Location"] == "/account/"
    assert inside
    assert not is_signed_in(client)


@pytest.mark.parametrize("prefix", [b"2b", b"2a"])
def test_users_who_were_brought_along_sign_in_with_their_old_password(client, ada, settings, prefix):
    settings.PASSWORD_HASHERS = [each for each in settings.PASSWORD_HASHERS if "MD5" not in each]
    foreign = bcrypt.hashpw(make.PASSWORD.encode(), bcrypt.gensalt(4, prefix=prefix)).decode()
    User.objects.filter(pk=ada.pk).update(password=f"bcrypt${foreign}")

    long_guess = client.post(reverse("account_login"), {"login": ada.email, "password": "x" * 200})
    client.post(reverse("account_login"), {"login": ada.email, "password": make.PASSWORD})

    ada.refresh_from_db()
    assert long_guess.status_code == 200
    assert client.get("/account/").status_code == 200
    # From now on it is kept as everybody's.
    assert ada.password.startswith("argon2")


def test_signing_out_takes_a_post(client, ada):
    sign_in(client)

    page = client.get(reverse("account_logout"))

    assert "Do you want to sign out?" in page.content.decode()
    assert is_signed_in(client)


def test_an_address_is_an_address_however_it_is_typed(client, ada):
    sign_in(client, "ADA@Example.org")

    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_a_refused_login_says_nothing_about_the_address(client, ada, email):
    response = sign_in(client, email, "wrong password")

    assert "This e-mail address and password do not belong together." in response.content.decode()
    assert not is_signed_in(client)


def test_guessing_passwords_ends_soon_also_for_the_right_one(client, ada):
    for _try in range(12):
        sign_in(client, password="wrong password")

    response = sign_in(client)

    assert "That was too often." in response.content.decode()
    assert not is_signed_in(client)


def test_tries_are_counted_for_all_processes_together(client, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    for _try in range(10):
        sign_in(client, password="wrong password")

    assert "That was too often." in sign_in(client).content.decode()


def test_a_success_starts_the_count_afresh(client, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    for _round in range(3):
        for _try in range(5):
            sign_in(client, password="wrong password")
        sign_in(client)
        assert is_signed_in(client)
        client.post(reverse("account_logout"))


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client, ada, target):
    assert sign_in(client, next=target)["Location"] == "/account/"


def test_signing_in_leads_back_to_the_checkout_with_its_hold(client, ada, gala):
    gala.tenant.settings.allow_guest_checkout = False
    gala.tenant.settings.save()
    stalls = gala.ticket_types.get()
    base = f"/{gala.tenant.slug}/{gala.slug}/"
    client.post(f"{base}checkout/", {f"quantity-{stalls.pk}": "2"}, headers={"sec-fetch-site": "same-origin"})
    page = client.get(f"{base}checkout/details/").content.decode()
    link = re.search(r'href="(/accounts/login/\?next=[^"]+)"', page).group(1)
    form = client.get(link).content.decode()

    response = sign_in(client, next=re.search(r'name="next" value="([^"]+)"', form).group(1))
    details = client.get(response["Location"]).content.decode()

    assert response["Location"] == f"{base}checkout/details/"
    assert "2 × Stalls" in details


def test_a_forgotten_password_is_replaced_by_a_mailed_link(client, ada, inbox):
    asked = client.post(reverse("account_reset_password"), {"email": "ada@example.org"}, follow=True)
    (mail,) = inbox.deliver()
    link = re.search(r"http://localhost:8000(/\S+)", text_of(mail)).group(1)

    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert "A link to a new password is on its way" in asked.content.decode()
    assert mail["Subject"] == "Choose a new password"
    assert sign_in(client, password=NEW)["Location"] == "/account/"
    assert is_signed_in(client)


def test_the_link_to_a_new_password_works_once(client, ada, inbox):
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})
    (mail,) = inbox.deliver()
    link = re.search(r"http://localhost:8000(/\S+)", text_of(mail)).group(1)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    client.logout()

    again = client.get(link, follow=True)

    assert "This link was used already, or is too old." in again.content.decode()


def test_the_outbox_keeps_no_link_to_a_new_password(client, ada):
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})

    assert EmailLog.objects.get().context == {"locale": "en", "user": str(ada.pk)}


def test_asking_for_an_unknown_address_gets_the_same_answer(client, ada, inbox):
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)
    known = client.post(reverse("account_reset_password"), {"email": "ada@example.org"}, follow=True)

    assert unknown.redirect_chain == known.redirect_chain
    subjects = {mail["To"]: mail["Subject"] for mail in inbox.deliver()}
    assert subjects["nobody@example.org"] == "There is no account with this address"


def test_a_password_is_changed_with_the_one_until_now(client, ada):
    sign_in(client)
    page = reverse("account_change_password")

    wrong = client.post(page, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    right = client.post(page, {"oldpassword": make.PASSWORD, "password1": NEW, "password2": NEW}, follow=True)

    assert "This is not your current password." in wrong.content.decode()
    assert right.status_code == 200
    client.post(reverse("account_logout"))
    sign_in(client, password=NEW)
    assert is_signed_in(client)


def test_the_account_shows_what_is_to_come_and_what_is_over(client, ada, blue_note):
    soon = make.event(blue_note, name="Jazz night")
    make.order(soon, {soon.ticket_types.get(): 1})
    then = timezone.now() - timedelta(days=60)
    past = make.event(blue_note, name="Spring ball", now=then)
    make.order(past, {past.ticket_types.get(): 2}, now=then)
    make.order(soon, {soon.ticket_types.get(): 1}, email="eve@example.org")
    sign_in(client)

    to_come = client.get("/account/").content.decode()
    over = client.get("/account/?show=past").content.decode()

    assert (to_come.count("Jazz night"), to_come.count("Spring ball")) == (1, 0)
    assert (over.count("Jazz night"), over.count("Spring ball")) == (0, 1)
    assert "2 tickets" in over


def test_an_address_that_is_not_proven_opens_nobodys_orders(client, ada, gala):
    make.order(gala, {gala.ticket_types.get(): 1}, email="eve@example.org")
    EmailAddress.objects.create(user=ada, email="eve@example.org", verified=False)
    sign_in(client)

    assert "Winter Gala" not in client.get("/account/").content.decode()


def test_orders_are_turned_page_by_page(client, ada, gala):
    free = make.ticket_type(gala, name="Guests", price_cents=0)
    for _n in range(21):
        make.order(gala, {free: 1})
    sign_in(client)

    first, second = (client.get(f"/account/?page={n}").content.decode() for n in (1, 2))

    assert first.count('class="event-card__title"') == 20
    assert second.count('class="event-card__title"') == 1


def test_an_empty_account_leads_to_events(client, ada):
    sign_in(client)

    assert "No tickets here yet" in client.get("/account/").content.decode()


def test_the_account_is_for_who_is_signed_in(client, db):
    response = client.get("/account/")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/account/"


def test_of_allauth_only_the_pages_that_are_ours_are_reachable(client, ada):
    ours = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("account_")}
    unstyled = []
    for signed_in in (False, True):
        if signed_in:
            sign_in(client)
        for name in ours:
            response = client.get(path_of(name), follow=True)
            assert response.status_code == 200, name
            if b"site-header" not in response.content:
                unstyled.append(name)

    assert unstyled == []


def test_allauths_other_addresses_are_not_ours(client, db):
    theirs = {pattern.name for pattern in walk(allauth_patterns) if pattern.name}
    missing = {name for name in theirs if not is_reachable(name)}

    left_out = {"account_confirm_login_code", "mfa_download_recovery_codes"}
    assert missing == left_out | {"usersessions_list"} | {name for name in theirs if name.startswith("socialaccount_")}


def path_of(name):
    parts: dict[str, dict[str, str | int]] = {"account_reset_password_from_key": {"uidb36": "0", "key": "nonsense"}}
    parts |= {key: {"pk": 1} for key in ("mfa_remove_webauthn", "mfa_edit_webauthn")}
    return reverse(name, kwargs=parts.get(name, {}))


def is_reachable(name):
    try:
        path_of(name)
    except NoReverseMatch:
        return False
    return True


def walk(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns)
        else:
            yield pattern
