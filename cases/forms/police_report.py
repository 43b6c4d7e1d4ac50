from django import forms
from django.utils.translation import gettext_lazy as _

from cases import nouns
from cases.forms.dates import DayField
from cases.forms.row import RowForm, label_of, radios
from cases.limits import LONGEST_LP_NUMBER
from cases.models import PoliceReport


class PoliceReportForm(RowForm):
    number = forms.CharField(
        label=label_of(PoliceReport, "number"),
        max_length=LONGEST_LP_NUMBER,
        help_text=_(
            "Seperti tertulis pada LP, misalnya"
            " LP/B/214/VII/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALIMANTAN TIMUR."
        ),
        error_messages={"required": _("Isi nomor LP seperti tertulis pada LP.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "wide"}),
    )
    model = radios(
        PoliceReport,
        "model",
        error_messages={"required": _("Pilih model A atau model B.")},
    )
    dated_on = DayField(label=label_of(PoliceReport, "dated_on"))

    class Meta:
        model = PoliceReport
        fields = nouns.POLICE_REPORT.fields
