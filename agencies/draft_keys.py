"""The data keys of drafts: where they lie, and what a crash left of them."""

from uuid import UUID, uuid5

from agencies.models import Draft
from agencies.sealing import keystore

# Draft ids come from pages. Under a name of its own, no id that a page sends can
# reach the key of a case.
KEYS = UUID("0199b0f4-7f0c-7d5a-9b1e-6f4d5c2a7e11")


def ref_of(public_id: UUID) -> UUID:
    """Under which reference the key store has the key of a draft."""
    return uuid5(KEYS, str(public_id))


def in_use() -> set[UUID]:
    """References of the keys of all drafts that there are."""
    found = Draft.objects.values_list("public_id", flat=True).iterator()
    return {ref_of(public_id) for public_id in found}


def shred_stray() -> int:
    """Shred the keys whose draft is gone; how many there were.

    A process that was killed between the commit and the shredding left them.
    """
    stray = set(keystore.drafts_of_an_hour_ago()) - in_use()
    for ref in stray:
        keystore.shred(ref)
    return len(stray)
