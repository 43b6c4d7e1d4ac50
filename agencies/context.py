"""What every page shows around its content: who, for which office, when."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from agencies import access
from agencies.accounts import carry
from agencies.lookup import zones

SECTIONS = (
    "break_glass",
    "name_search",
    "handover",
    "people",
    "police_report",
    "review",
    "victim",
    "suspect",
    "case",
    "referral",
    "account",
    "dashboard",
    "duplicate",
    "figures",
    "match",
    "edition",
    "export",
    "audit",
)


# Pages whose names begin with another word than that of their entry.
UNDER = {"person": "people", "merge": "duplicate"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Words of the frame. Signed out, name, post and office are "" and acts empty."""

    demo_mode: bool
    here: str
    today: str = ""
    name: str = ""
    username: str = ""
    post: str = ""
    office: str = ""
    acts: frozenset[str] = frozenset()
    exit_url: str = ""
    user_id: int | None = None

    @property
    def drawn_for(self) -> str:
        """Stands in every form whose text survives a lost session."""
        return "" if self.user_id is None else carry.mark(self.user_id)


def frame(request) -> dict:
    """Template context: `frame`, made when the page first asks for it."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request) -> Frame:
    user = getattr(request, "user", None)
    match = request.resolver_match
    here = _section(match.url_name) if match else ""
    if user is None or not user.is_authenticated:
        return Frame(demo_mode=settings.DEMO_MODE, here=here)
    assignment = user.assignment
    post = assignment.post if assignment else None
    return Frame(
        demo_mode=settings.DEMO_MODE,
        here=here,
        today=zones.now_in_words(zones.zone_of(post)),
        name=user.full_name,
        username=user.username,
        post=post.title if post else "",
        office=post.agency.name if post else "",
        exit_url=settings.QUICK_EXIT_URL,
        acts=access.offered_to(user.hat),
        user_id=user.pk,
    )


def _section(url_name: str | None) -> str:
    """The entry of the menu that a page belongs to: `victim_list` to "victim"."""
    if url_name in ("home", "case_new"):
        return url_name
    for section in SECTIONS:
        if (url_name or "").startswith(section):
            return section
    return UNDER.get((url_name or "").split("_")[0], "")
