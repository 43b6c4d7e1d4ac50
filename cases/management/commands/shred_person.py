"""Destroys who somebody is, for good: the owner alone, on a decision on paper."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from cases.models import Person
from cases.shredding import shred


class Command(BaseCommand):
    help = "Destroy the identity of one person for good, by the id of a part of hers."

    def add_arguments(self, parser):
        parser.add_argument("public_id", type=UUID)

    def handle(self, *, public_id: UUID, **options):
        # A part's stands in the address of her page; her own is told to nobody.
        named = Q(involvements__public_id=public_id) | Q(public_id=public_id)
        person = Person.objects.filter(named).first()
        if person is None:
            raise CommandError("No person has this id, nor a part with it.")
        shred(person)
        self.stdout.write(f"person {public_id} shredded")
