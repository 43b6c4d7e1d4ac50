"""A restricted case that nobody can go on with gets a reader again."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from agencies.accounts.authentication import acting_user
from agencies.eyes import looking_at_everything
from cases.actions.keys import rescue_case
from cases.models import Case


class Command(BaseCommand):
    help = "Name a reader of a restricted case whose readers have all gone, by letter."

    def add_arguments(self, parser):
        parser.add_argument("register_no")
        parser.add_argument("--to", required=True, help="username (NRP/NIP)")
        parser.add_argument("--letter", required=True, help="number of the order")

    def handle(self, *, register_no: str, to: str, letter: str, **options):
        user = acting_user(user__username=to.strip().lower())
        if user is None:
            raise CommandError(f"No active account “{to}” holds a post today.")
        with looking_at_everything():
            case = Case.objects.filter(register_no=register_no).first()
            if case is None:
                raise CommandError(f"No case “{register_no}”.")
            try:
                rescue_case(case, user=user, letter_number=letter)
            except ValidationError as refusal:
                raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write("named")
