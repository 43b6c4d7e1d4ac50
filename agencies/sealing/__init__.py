"""Secrets: the keyring, what it seals, and the keys kept apart."""
