"""`manage.py api_token USERNAME --by USERNAME --label "…"`: prints a new token once."""

from django.core.management.base import BaseCommand, CommandError

from agencies.accounts import actions
from agencies.accounts.authentication import acting_user
from agencies.models import User

LONGEST_DAYS = 366


class Command(BaseCommand):
    help = "Make an API token for an account and print it. It is shown this once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--by", required=True, help="who makes it: the audit names")
        parser.add_argument("--label", required=True)
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *args, username, by, label, days, **options):
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days must be 1 to {LONGEST_DAYS}.")
        maker, user = _who(by), _who(username)
        token = actions.make_api_token(by=maker, user=user, label=label, days=days)
        self.stdout.write(token)


def _who(username: str) -> User:
    user = acting_user(user__username=username.strip().lower())
    if user is None:
        raise CommandError(f"No active account “{username}” holds a post today.")
    return user
