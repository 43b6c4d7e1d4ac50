"""The short-lived data keys, of drafts and of exports: where they lie, and what a crash
left of them. To the key store both are drafts: what the serving role may shred."""

from uuid import UUID, uuid5

from agencies.models import Draft, Export
from agencies.sealing import keystore

# Draft ids come from pages. Under a name of its own, no id that a page sends can
# reach the key of a case.
KEYS = UUID("0199b0f4-7f0c-7d5a-9b1e-6f4d5c2a7e11")
KEYS_OF_EXPORTS = UUID("019aa9c0-3c1f-7a52-8d0e-5b7b0e6f9a27")


def ref_of(public_id: UUID) -> UUID:
    """Under which reference the key store has the key of a draft."""
    return uuid5(KEYS, str(public_id))


def ref_of_export(public_id: UUID) -> UUID:
    return uuid5(KEYS_OF_EXPORTS, str(public_id))


def in_use() -> set[UUID]:
    """References of the keys of all drafts, and of exports that hold sealed words."""
    drafts = Draft.objects.values_list("public_id", flat=True).iterator()
    exports = Export.objects.exclude(sealed=None).values_list("public_id", flat=True)
    return {ref_of(public_id) for public_id in drafts} | {
        ref_of_export(public_id) for public_id in exports.iterator()
    }


def shred_stray() -> int:
    """Shred the keys whose draft or export is gone; how many there were.

    A process that was killed between the commit and the shredding left them.
    """
    stray = set(keystore.drafts_of_an_hour_ago()) - in_use()
    for ref in stray:
        keystore.shred(ref)
    return len(stray)
