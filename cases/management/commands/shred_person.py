"""Destroys who somebody is, for good: the owner alone, on a decision on paper."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from cases.models import Person
from cases.shredding import shred


class Command(BaseCommand):
    help = "Destroy the identity of one person for good, by her public id."

    def add_arguments(self, parser):
        parser.add_argument("public_id", type=UUID)

    def handle(self, *, public_id: UUID, **options):
        person = Person.objects.filter(public_id=public_id).first()
        if person is None:
            raise CommandError("No person has this public id.")
        shred(person)
        self.stdout.write(f"person {public_id} shredded")
