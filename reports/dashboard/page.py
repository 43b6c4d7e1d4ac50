"""What the page "Dasbor" shows: live figures for those who see cases, editions too."""

from typing import Any

from django.http import HttpRequest

from agencies.access import Act, may
from reports import rights
from reports.dashboard import edition
from reports.dashboard.form import DashboardForm
from reports.dashboard.live import Live


class Dashboard:
    """One answer of the page to one address."""

    def __init__(self, request: HttpRequest):
        self.user = request.user
        self.form = DashboardForm(request.GET, user=self.user)
        self.is_live = not rights.reads_editions_only(self.user)
        # A secretariat's own cases are few: the region's figures come first, drawn.
        self.is_for_regions = may(self.user.hat, Act.SEE_SUMMARIES)

    def context(self) -> dict[str, Any]:
        asked = self.form.question
        return {
            "form": self.form,
            "area": self.form.area,
            "is_live": self.is_live,
            "live": Live(asked, self.user) if asked and self.is_live else None,
            "is_for_regions": self.is_for_regions,
            "chooses_here": self.is_live and not self.is_for_regions,
            "panel": edition.panel(
                self.user,
                self.form.area,
                today=self.form.today,
                whole=self.is_for_regions,
            ),
        }
