"""How a command says what was wrong: by the option as it is typed, exit status 2."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from reports.periods import Period

WRONG_WORD = 2  # exit status, as argparse gives it
AHEAD = "Belum tiba. Paling akhir hari ini, atau seluruh bulan berjalan."
RUNNING = "Periode ini belum berakhir: edisinya memuat yang tercatat sampai sekarang."


def refusal(error: ValidationError, *positional: str) -> CommandError:
    """To raise: each wrong text by its option, those in `positional` by their name."""
    told = (
        f"{name if name in positional else option(name)}: {' '.join(said)}"
        for name, said in error.message_dict.items()
    )
    return CommandError("; ".join(told), returncode=WRONG_WORD)


def option(name: str) -> str:
    """age_group as --age-group"""
    return f"--{name.replace('_', '-')}"


def refuse_ahead(period: Period, name: str) -> None:
    """ValidationError for days that are to come, less the running month's."""
    if period.is_ahead:
        raise ValidationError({name: AHEAD})
