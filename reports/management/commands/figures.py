"""Ask for a figure on the command line, in the words that the API takes."""

import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies import eyes
from agencies.accounts.authentication import acting_user
from agencies.lookup import zones
from agencies.models import User
from reports import counting, questions
from reports.counting import Answer
from reports.cuts import CUTS
from reports.figures import FIGURES
from reports.management.refusals import WRONG_WORD, option, refusal
from reports.questions import Question


class Command(BaseCommand):
    help = "Hitung satu angka, seluruhnya atau sejauh seorang pengguna dapat melihat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("figure", help=", ".join(FIGURES))
        parser.add_argument("--region", help="kode wilayah, misalnya 64; tanpa: ID")
        parser.add_argument("--from", dest="from", help="2025-01-01")
        parser.add_argument("--to", help="2025-10-31")
        parser.add_argument("--by", help=f"potongan, misalnya month; {', '.join(CUTS)}")
        parser.add_argument("--known-at", help="keadaan pada saat itu, 2025-11-12")
        for name in questions.NARROWING:
            parser.add_argument(option(name), help=CUTS[name].label)
        parser.add_argument("--as", dest="asker", help="hitung yang ia lihat: sari")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, asker: str | None, **options: object) -> None:
        names = (*questions.NAMES, *questions.NARROWING)
        texts = {name: str(options[name]) for name in names if options.get(name)}
        try:
            who = user(asker)
            zone = zones.zone_of(who.assignment.post if who else None)
            asked = questions.read(texts, zone=zone, by_code=True)
            answer = _counted(asked, who)
        except ValidationError as error:
            raise refusal(error, "figure") from error
        except PermissionDenied as error:
            raise CommandError(str(error), returncode=WRONG_WORD) from error
        self.stdout.write(as_json(answer) if options["json"] else as_table(answer))


def _counted(question: Question, asker: User | None) -> Answer:
    if asker is None:
        with eyes.looking_at_everything():
            return counting.count(question)
    with eyes.looking(asker.hat.scope_keys):
        return counting.count(question, asker=asker)


def user(username: str | None) -> User | None:
    """Who asks; CommandError when nobody of that name may act today."""
    if username is None:
        return None
    found = acting_user(user__username=username)
    if found is None:
        raise CommandError(
            f"--as: Tidak ada pengguna aktif {username}.", returncode=WRONG_WORD
        )
    return found


def as_json(answer: Answer) -> str:
    question = answer.question
    told = {
        "figure": question.figure.code,
        "version": question.figure.version,
        "region": question.area.code,
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "known_at": question.known_at.isoformat() if question.known_at else None,
        "by": list(question.by),
        "adds_up": question.adds_up,
        "cells": [{"key": key, "value": n} for key, n in answer.named()],
        "total": answer.total,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_table(answer: Answer) -> str:
    """One line for each cell, its keys and its value; the total last."""
    lines = ["\t".join([*key.values(), str(value)]) for key, value in answer.named()]
    return "\n".join([*lines, "\t".join(["total", str(answer.total)])])
