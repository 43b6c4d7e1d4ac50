"""The production hash with the smallest cost, so that a suite can sign in often."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2PasswordHasher(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 64
    parallelism = 1


class DearerArgon2PasswordHasher(CheapArgon2PasswordHasher):
    """The same after its cost was raised: what was hashed before is outdated."""

    memory_cost = 128
