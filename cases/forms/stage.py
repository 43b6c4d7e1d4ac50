from django import forms
from django.utils.translation import gettext_lazy as _

from agencies import clock
from cases import stages, words
from cases.choices import Stage
from cases.forms.dates import DayField
from cases.forms.row import ActForm
from cases.models import Case


class StageField(forms.ChoiceField):
    """Offers what may follow and takes any stage: the action judges, so that a case
    that has moved on is told as a conflict and not as a wrong choice."""

    widget = forms.RadioSelect

    def valid_value(self, value) -> bool:
        return value in Stage.values


class StageForm(ActForm):
    """Catat kemajuan: one of the stages that may follow, and its date.

    `wanted` is the stage that the link to this page was about.
    """

    stage = StageField(
        label=_("Tahap yang dicapai"),
        error_messages={"required": _("Pilih tahap yang dicapai.")},
    )
    on = DayField(label=_("Tanggal"))

    def __init__(self, *args, case: Case, wanted: str = "", **options):
        options["initial"] = {
            "stage": wanted,
            "seen": case.version,
            "on": clock.today(words.zone_of(case)),
        }
        super().__init__(*args, **options)
        following = stages.may_follow(Stage(case.stage))
        self.fields["stage"].choices = [(s.value, s.label) for s in following]
        self.fields["seen"].required = True
