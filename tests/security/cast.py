"""Who looks at the cases of the matrix: one world holds everybody.

For each trade an office that leads, one that is asked in and one that has nothing to do
with it, with the people of docs/security/access-matrix.yaml.
"""

from dataclasses import dataclass, field

from agencies import clock
from agencies.access import Hat
from agencies.cast import assign_home, bring, load_post
from agencies.choices import AssignmentKind, Role
from agencies.demo import Member, SecondHat
from agencies.models import Assignment, User
from tests.cases.examples import DAY
from tests.people import person

TRADES = ("enforcement", "prosecution", "service")
OFFICES = {
    ("leading", "enforcement"): "POLRESTA-BPP-PPA",
    ("leading", "prosecution"): "KEJARI-BPP",
    ("leading", "service"): "UPTD-PPA-BPP",
    ("asked", "enforcement"): "KANIM-BPP",
    ("asked", "prosecution"): "KEJARI-NNK",
    ("asked", "service"): "UPTD-PPA-SMD",
    ("outside", "enforcement"): "POLRESTA-DPS-PPA",
    ("outside", "prosecution"): "PN-SMD",
    ("outside", "service"): "DINSOS-BPP",
}
ABOVE = {
    ("leading", "enforcement"): "POLDA-KALTIM",
    ("leading", "prosecution"): "KEJATI-KALTIM",
    ("leading", "service"): "DP3AKB-BPP",
    ("asked", "enforcement"): "DITJEN-IMIGRASI",
    ("asked", "prosecution"): "KEJATI-KALTARA",
    ("asked", "service"): "DP2PA-SMD",
}
ROLES = {
    "assigned_manager": Role.CASE_MANAGER,
    "assigned_companion": Role.COMPANION,
    "colleague_manager": Role.CASE_MANAGER,
    "colleague_companion": Role.COMPANION,
    "supervisor": Role.SUPERVISOR,
    "command": Role.SUPERVISOR,
    "secretariat_inside": Role.SECRETARIAT,
    "analyst_inside": Role.ANALYST,
    "auditor_inside": Role.AUDITOR,
    "administrator_inside": Role.ADMINISTRATOR,
    "secretariat_here": Role.SECRETARIAT,
    "secretariat_elsewhere": Role.SECRETARIAT,
    "analyst_nation": Role.ANALYST,
}
WORKING = ("assigned", "assigned_manager", "assigned_companion", "former", "away")
COLLEAGUES = ("colleague", "colleague_manager", "colleague_companion", "not_yet")
OUT_OF_WORK = (
    *("secretariat_inside", "analyst_inside", "auditor_inside", "administrator_inside"),
    *("suspended", "reader", "reader_ended"),
)
RELATIONS = {
    "leading": (
        *("writer", "supervisor", "command", "command_officer"),
        *(WORKING + COLLEAGUES + OUT_OF_WORK),
    ),
    "asked": ("supervisor", "command", "suspended", *WORKING, *COLLEAGUES),
    "outside": ("supervisor", "colleague", "reader", "reader_ended", "emergency"),
}
TASK_FORCE = {
    "secretariat_here": ("DKP3A-KALTIM", "64"),
    "secretariat_elsewhere": ("POLDA-BALI", "51"),
    "analyst_nation": ("POLRI-STAMAOPS", "ID"),
}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody by her office's part in the case, its trade and how she stands to it."""

    place: str
    trade: str
    relation: str

    @property
    def username(self) -> str:
        short = self.relation.replace("_", "")
        return f"{self.place[:4]}.{self.trade[:3]}.{short}"

    @property
    def role(self) -> Role:
        return ROLES.get(self.relation, Role.OFFICER)


EVERYBODY = (
    *(
        Who(place, trade, relation)
        for place, relations in RELATIONS.items()
        for trade in TRADES
        for relation in relations
    ),
    *(Who("force", "none", relation) for relation in TASK_FORCE),
)


@dataclass
class World:
    """Everybody, as a request would load them; nobody for who is suspended."""

    users: dict[Who, User] = field(default_factory=dict)

    def reload(self, *whose: Who) -> None:
        for who in whose:
            self.users[who] = person(who.username)
            if who.relation == "away":
                self.users[who].wear(_second_hat(who).pk)

    def home(self, who: Who) -> User:
        """Her under her home post, whichever hat she wears."""
        return person(who.username)

    def hat(self, who: Who) -> Hat:
        return Hat.none() if who.relation == "suspended" else self.users[who].hat


def populate() -> World:
    world = World()
    for who in EVERYBODY:
        _load(who)
    world.reload(*EVERYBODY)
    return world


def _agency_of(who: Who) -> str:
    if who.place == "force":
        return TASK_FORCE[who.relation][0]
    if who.relation.startswith("command"):
        return ABOVE[who.place, who.trade]
    return OFFICES[who.place, who.trade]


def _load(who: Who) -> None:
    region = TASK_FORCE[who.relation][1] if who.place == "force" else None
    member = Member(
        who.username,
        f"Orang {who.username}",
        _agency_of(who),
        who.role,
        f"Uji {who.place} {who.relation}",
        "",  # type: ignore[arg-type]  # no sign-in page shows her
        region=region,
    )
    user = User(username=who.username, password="!", password_changed_at=clock.now())
    user, _count = bring(user, full_name=member.full_name)
    assign_home(user, member)
    if who.relation == "away":
        hat = SecondHat(
            who.username,
            "POLRES-PPU-PPA" if who.trade == "enforcement" else "DINSOS-SMD",
            Role.OFFICER,
            "Uji topi kedua",
            AssignmentKind.BKO,
            "Sprin/1/X/2025",
        )
        post, _count = load_post(hat, region=None)
        _row, _count = bring(
            Assignment(user=user, kind=hat.kind, post=post),
            letter_number=hat.letter_number,
            starts_on=DAY,
        )


def _second_hat(who: Who) -> Assignment:
    return Assignment.objects.get(user__username=who.username, kind=AssignmentKind.BKO)
