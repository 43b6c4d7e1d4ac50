"""Learns the weights of names anew, from what people found of pairs."""

import json
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from agencies.eyes import looking_at_everything
from cases.models import DuplicateDecision
from cases.names import learning
from cases.names.scoring import chances_of, shipped_weights
from cases.person_choices import Sameness

# Decisions of each kind, and of one person at most: her habits are not the register's.
ENOUGH, OF_ONE = 200, 50


class Command(BaseCommand):
    help = "Learn the weights of duplicate names from kept decisions, into a file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--least", type=int, default=ENOUGH)

    def handle(self, *, file: Path, least: int, **options):
        with looking_at_everything():
            pairs, same = _decided()
        if min(sum(same), len(same) - sum(same)) < least:
            raise CommandError(
                f"{sum(same)} pairs are one person and {len(same) - sum(same)} are not:"
                f" at least {least} of each are needed."
            )
        weights = learning.learn(pairs, same)
        chances = chances_of(pairs, weights)
        learnt = shipped_weights()._replace(
            duplicates=weights, propose_from=learning.best_threshold(chances, same)
        )
        file.write_text(json.dumps(learnt._asdict(), indent=2) + "\n")
        self.stdout.write(f"learnt from {len(same)} decisions into {file}")


def _decided() -> tuple[list[dict[str, float]], list[bool]]:
    """The last word on each pair, where there was one and something to learn from; of
    each person and kind the newest."""
    said = DuplicateDecision.objects.latest_of_pairs()
    sure = [each for each in said if each.verdict != Sameness.UNSURE and each.features]
    of_each: Counter[tuple[int, str]] = Counter()
    taken = []
    for each in sorted(sure, key=lambda decision: -decision.pk):
        of_each[each.by_id, each.verdict] += 1
        if of_each[each.by_id, each.verdict] <= OF_ONE:
            taken.append(each)
    return [d.features for d in taken], [d.verdict == Sameness.SAME for d in taken]
