"""What the page "Angka" shows: a form, saved questions, and the answer to one."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies import clock
from agencies.models import SavedView
from reports import counting
from reports.counting import Answer
from reports.page import comparison, pictures, table
from reports.page.form import QuestionForm, moment_text, query_of, usual
from reports.page.result import Result
from reports.questions import Question

SAVED_AS = "figures"  # the saved views' name of this page


class Explorer:
    """One answer of the page to one address."""

    def __init__(self, request: HttpRequest):
        self.request, self.user = request, request.user
        self.is_bare = not any(request.GET.values())
        params = usual(self.user) if self.is_bare else request.GET
        self.form = QuestionForm(params, user=self.user)

    def context(self) -> dict[str, Any]:
        query = self.form.query
        saved = list(self.user.saved_views.filter(list=SAVED_AS))
        question = self.form.question
        return {
            "form": self.form,
            "is_bare": self.is_bare,
            "query": query,
            "tabs": self._tabs(saved, query),
            "saved": next((view for view in saved if view.query == query), None),
            "result": self._result_or_error(question) if question else None,
        }

    def _result_or_error(self, question: Question) -> Result | None:
        try:
            return self._result(question)
        except ValidationError as error:
            self.form.add_error(None, error)
            return None

    def _result(self, question: Question) -> Result:
        counted_at = question.known_at or clock.now()
        answer = counting.count(question, asker=self.user)
        how = self.form.compare_with
        query = query_of(question, compare=how, known_at=moment_text(counted_at))
        return Result(
            answer=answer,
            before=self._before(answer, how),
            how=how,
            post=self.user.assignment.post,
            counted_at=counted_at,
            cited_url=self.request.build_absolute_uri(f"{reverse('figures')}?{query}"),
        )

    def _before(self, answer: Answer, how: str) -> Answer | None:
        """The answer to compare with, cut where its lines find theirs."""
        other = comparison.question_before(answer.question, how)
        if other is None:
            return None
        by = table.compared_by(answer)
        if how == comparison.LAST_YEAR and pictures.is_trend(answer.question):
            by = answer.question.by
        return counting.count(replace(other, by=by), asker=self.user)

    def _tabs(self, saved: list[SavedView], here: str) -> list[dict[str, Any]]:
        path = reverse("figures")
        named = [(_("Wilayah saya"), path, self.is_bare)]
        named += [
            (view.name, f"{path}?{view.query}", view.query == here) for view in saved
        ]
        named.append((_("+ Simpan tampilan"), "#save-view", False))
        return [
            {"word": word, "url": url, "current": is_current, "count": None}
            for word, url, is_current in named
        ]
