"""`manage.py api_token USERNAME --label "…" --days 90`: prints a new token once."""

from django.core.management.base import BaseCommand, CommandError

from agencies.accounts import actions
from agencies.accounts.authentication import acting_user

LONGEST_DAYS = 366


class Command(BaseCommand):
    help = "Make an API token for an account and print it. It is shown this once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--label", required=True)
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *args, username, label, days, **options):
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days must be 1 to {LONGEST_DAYS}.")
        user = acting_user(user__username=username.strip().lower())
        if user is None:
            raise CommandError("No active account of that name holds a post today.")
        self.stdout.write(actions.make_api_token(user=user, label=label, days=days))
