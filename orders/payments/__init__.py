"""Payment providers: how money is asked for, watched and given back.

Everything here speaks in the dataclasses of `base` and knows no model, so that a plugin can bring a provider too.
No function here may be called inside a transaction that holds a lock: most of them cross the network.
"""
