"""Random acts on persons beside those on cases: identified, merged, parted again."""

from django.core.exceptions import PermissionDenied

from agencies.access import OutOfScope
from cases import actions
from cases.models import Involvement, PersonMerge, Victim
from cases.person_choices import MergeReason, Part
from tests.cases.random_acts import Acts


class ActsOnPersons(Acts):
    def __init__(self, seed: int):
        super().__init__(seed)
        self.kinds |= {self.identify: 8, self.merge: 8, self.part: 3}

    def identify(self) -> object:
        nobody = Victim.objects.standing().filter(case__withdrawn_at=None)
        known = Involvement.objects.standing().exclude(victim=None)
        nobody = nobody.exclude(pk__in=known.values("victim")).order_by("pk")
        if not nobody:
            return None
        victim = self.lot.choice(nobody)
        by, name = self.of(victim.case), f"Orang {self.lot.randint(1, 99)}"
        fields = {"name": name, "nik": f"{self.lot.randint(10**15, 10**16 - 1)}"}
        return actions.add_person(
            victim.case, Part.VICTIM, fields, by=by, victim=victim
        )

    def merge(self) -> object:
        """Of two who are known to one officer, where there are such; of others she is
        refused."""
        parts = Involvement.objects.standing().filter(case__withdrawn_at=None)
        parts = list(parts.select_related("case", "person").order_by("pk"))
        if len({part.person_id for part in parts}) < 2:
            return None
        one = self.lot.choice(parts)
        by = self.of(one.case)
        others = [part for part in parts if part.person_id != one.person_id]
        hers = [part for part in others if self.of(part.case) == by]
        other = self.lot.choice(hers or others)
        seen = (one.person.version, other.person.version)
        how = {"by": by, "reason": MergeReason.DOUBLE, "seen": seen}
        try:
            return actions.merge_persons(one.person, other.person, **how)
        except (OutOfScope, PermissionDenied):
            return None

    def part(self) -> object:
        merges = PersonMerge.objects.standing().order_by("pk")
        if not merges:
            return None
        merge = self.lot.choice(merges)
        moved = Involvement.objects.select_related("case").get(pk=merge.moved[0])
        try:
            return actions.part_persons(merge, by=self.of(moved.case))
        except (OutOfScope, PermissionDenied):
            return None
