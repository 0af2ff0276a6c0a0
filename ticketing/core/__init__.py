"""Foundations that know no app.

Base models, money, tokens, signing, refusals, mail transport, throttles, page cache.
"""
