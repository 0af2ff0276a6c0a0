"""How accounts behave: our addresses and our words in django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with an e-mail address and no user name."""
