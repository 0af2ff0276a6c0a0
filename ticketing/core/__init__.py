"""Foundations that know no app: base models, money, tokens, signing, refusals, mail transport, throttles, page cache."""
