"""Thirty invented cases, small enough to be counted by hand (F1).

Each is logged by the office of one of the cast, at a place (a region's code, or a
country's two letters), reported on a day. `reports` are the days of its police
reports in the order of entry. A person reads "F child presumed", with her age if it
is known, or "M adult suspect pimp,broker"; `?` is not recorded. `then` are acts that
follow, in order, rows numbered from 1.
The numbers that follow from them stand in `counted_by_hand.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    number: int
    by: str
    place: str
    reported: str
    modus: str
    reports: str = ""
    stage: str = ""
    victims: tuple[str, ...] = ()
    suspects: tuple[str, ...] = ()
    exploitation: str = ""
    platforms: str = ""
    push: str = ""
    pull: str = ""
    then: tuple[str, ...] = ()


BPP, SMD = "64.71", "64.72"

CASES = (
    # By the day of its report, 12 November, not by that of the complaint.
    Line(
        *(1, "sari", f"{BPP}.03", "2025-11-10", "pimping_online", "2025-11-12"),
        stage="investigation",
        victims=("F child presumed",),
        suspects=("M adult suspect pimp",),
        exploitation="prostitution",
        platforms="michat",
        push="poverty",
        pull="demand_sex",
    ),
    # No report: by the day it was reported. One of two women is only indicated, and
    # the man is only reported: 1 victim, 0 suspects.
    Line(
        *(2, "sari", f"{BPP}.05", "2025-10-31", "selling_partner"),
        victims=("F adult presumed", "F adult indicated"),
        suspects=("M adult reported pimp",),
        exploitation="prostitution",
        platforms="michat,whatsapp",
    ),
    # Two reports: the case counts by the earlier one, entered second. The city is
    # known, the district is not.
    Line(
        *(3, "sari", BPP, "2025-01-15", "pimping_online", "2025-03-01 2025-02-01"),
        stage="file_p21",
        victims=("F child confirmed",),
        suspects=("F adult convicted pimp,recruiter",),
        exploitation="prostitution,online_sexual",
        platforms="instagram",
        push="poverty,debt",
        pull="economic_opportunity,demand_sex",
    ),
    # Its only report is withdrawn: no LP, back at intake, by the day of the complaint.
    Line(
        *(4, "sari", f"{BPP}.03", "2025-06-10", "fake_job_overseas", "2025-07-12"),
        victims=("M child presumed",),
        exploitation="forced_labour",
        then=("withdraw report 1",),
    ),
    # Known no further than the province. Sex or age of two of four is not recorded;
    # the suspect has no role.
    Line(
        *(5, "dewi", "64", "2025-05-05", "fake_job_scam_centre", "2025-05-05"),
        stage="suspect_named",
        victims=(
            "M adult presumed",
            "M adult presumed",
            "M ? presumed",
            "? adult confirmed",
        ),
        suspects=("M adult suspect",),
        exploitation="scam_compound",
        platforms="telegram,facebook",
        push="unemployment",
        pull="labour_demand_abroad",
    ),
    # Abroad. The further place in Balikpapan makes it none of Balikpapan's.
    Line(
        *(6, "dewi", "KH", "2025-08-20", "fake_job_scam_centre", "2025-08-25"),
        stage="transferred",
        victims=("M adult confirmed", "F adult presumed"),
        suspects=("M adult suspect recruiter", "? ? suspect foreign_agent"),
        exploitation="scam_compound,forced_labour",
        platforms="telegram",
        then=(f"add place {BPP}.03",),
    ),
    # The last day of 2024. Lidik without a report; the girl was indicated first.
    Line(
        *(7, "wati", f"{BPP}.05", "2024-12-31", "family_selling"),
        stage="pre_investigation",
        victims=("F child indicated",),
        exploitation="illegal_adoption",
        then=(f"add place {SMD}.01", "victim 1 determination presumed"),
    ),
    # The last day of 2025. The woman is no victim: the case counts, she does not.
    Line(
        *(8, "wati", f"{SMD}.01", "2025-12-31", "debt_bondage"),
        victims=("F adult not_victim",),
        then=(f"add place {BPP}.03",),
    ),
    Line(
        *(9, "citra", "51.71.01", "2025-07-07", "pimping_offline", "2025-07-08"),
        stage="sp3",
        victims=("F adult presumed",),
        suspects=("M adult suspect venue_owner",),
        exploitation="prostitution",
    ),
    # Acquitted, convicted and defendant have all been suspects: 3.
    Line(
        *(10, "citra", "51", "2024-03-10", "pimping_offline", "2024-03-11"),
        stage="final",
        victims=("F adult confirmed", "F child confirmed"),
        suspects=(
            "M adult acquitted pimp",
            "M adult convicted pimp",
            "F adult defendant recruiter",
        ),
        exploitation="prostitution",
    ),
    # 17 is a child and 18 is not, whatever group was ticked.
    Line(
        *(11, "nur", "65.03.02", "2025-09-01", "non_procedural_pmi"),
        victims=(
            "M adult presumed",
            "F adult presumed",
            "M adult presumed 17",
            "M child presumed 18",
        ),
        exploitation="plantation",
        push="poverty,unemployment",
        pull="labour_demand_abroad,cheap_illegal_route",
        then=("add place MY",),
    ),
    # Reported in September, its report is of 1 October: an October case. One of two
    # is a suspect.
    Line(
        *(12, "nur", "MY", "2025-09-30", "non_procedural_pmi", "2025-10-01"),
        victims=("M adult presumed",),
        suspects=("M adult reported broker", "F adult suspect broker,transporter"),
        exploitation="plantation,forced_labour",
    ),
    # Withdrawn: neither it nor anything on it counts, though its rows stand.
    Line(
        *(13, "sari", f"{BPP}.03", "2025-02-02", "pimping_online", "2025-02-03"),
        victims=("F child confirmed",),
        suspects=("M adult suspect pimp",),
        exploitation="prostitution",
        platforms="michat",
        then=("withdraw case",),
    ),
    # Withdrawn and restored: counts. Of two girls one was entered twice.
    Line(
        *(14, "sari", f"{BPP}.05", "2025-02-10", "pimping_online", "2025-02-10"),
        stage="lidik_stopped",
        victims=("F child presumed", "F child presumed"),
        suspects=("M adult suspect pimp",),
        exploitation="prostitution,child_labour",
        platforms="michat,instagram",
        push="weak_family_protection",
        then=(
            *("withdraw victim 2", "withdraw suspect 1", "withdraw case"),
            *("restore case", "restore suspect 1"),
        ),
    ),
    # Corrected: not Balikpapan but Samarinda, not 2024 but 2025, another main modus.
    Line(
        *(15, "sari", f"{BPP}.03", "2024-06-06", "pimping_online"),
        victims=("F adult presumed",),
        then=(
            f"case region {SMD}.01",
            "case reported_on 2025-04-04",
            "case modus debt_bondage",
            "case other_modus pimping_online",
        ),
    ),
    # Reported in 2026, its report is of 2025: a case of 2025.
    Line(
        *(16, "sari", f"{BPP}.01", "2026-01-02", "love_scam_grooming", "2025-12-30"),
        stage="investigation",
        victims=("F ? presumed 16",),
        suspects=("M adult suspect user_client",),
        exploitation="online_sexual",
        platforms="tiktok",
    ),
    # Reported in 2025, both reports are of 2026: a case of 2026.
    Line(
        *(17, "sari", f"{BPP}.03", "2025-12-30", "fake_job_domestic"),
        reports="2026-01-02 2026-01-05",
        victims=("M adult presumed",),
        suspects=("M adult suspect broker",),
        exploitation="domestic_servitude",
    ),
    # A child can be a suspect. The regency is known, the district is not.
    Line(
        *(18, "dewi", "64.02", "2025-03-03", "early_marriage", "2025-03-03"),
        stage="diverted",
        victims=("F child presumed",),
        suspects=("M child suspect recruiter",),
        exploitation="forced_marriage",
    ),
    # A case of 2024; its third report counts as a report of 2025.
    Line(
        *(19, "dewi", "64.74.01", "2024-07-01", "pimping_offline"),
        reports="2024-07-01 2024-08-15 2025-01-20",
        stage="prosecution_stopped",
        victims=("F adult confirmed",),
        suspects=("M adult suspect pimp",),
        exploitation="prostitution",
    ),
    # Nobody and nothing recorded: 1 case, 0 of all else.
    Line(20, "joko", f"{BPP}.04", "2025-11-11", "not_recorded"),
    # Polri's "tidak tercatat", twice.
    Line(
        *(21, "dina", f"{BPP}.04", "2025-11-30", "not_recorded"),
        victims=("? ? presumed", "F ? presumed"),
        exploitation="begging",
    ),
    # One suspect with three roles, one case on three platforms; debt bondage is a
    # further modus and does not count.
    Line(
        *(22, "sari", f"{BPP}.06", "2025-11-01", "pimping_online", "2025-11-01"),
        stage="transferred",
        victims=("F adult presumed",),
        suspects=("F adult suspect pimp,harbourer,financier",),
        exploitation="prostitution",
        platforms="michat,whatsapp,telegram",
        then=("case other_modus debt_bondage",),
    ),
    # The report's date was wrong: an October case. He became a suspect; she turned
    # out to be no victim.
    Line(
        *(23, "sari", f"{BPP}.06", "2025-10-11", "pimping_online", "2025-11-12"),
        stage="file_p19",
        victims=("F adult presumed",),
        suspects=("M adult reported pimp",),
        exploitation="prostitution",
        platforms="michat",
        then=(
            "report 1 dated_on 2025-10-12",
            "suspect 1 legal_status suspect",
            "victim 1 determination not_victim",
        ),
    ),
    # Its report was withdrawn and restored: it has one. Known to the province.
    Line(
        *(24, "nur", "65", "2025-04-15", "non_procedural_pmi", "2025-04-16"),
        victims=("M adult presumed",),
        exploitation="forced_labour",
        then=("withdraw report 1", "restore report 1"),
    ),
    # By the place, not by the office: Papua's, though Denpasar leads it.
    Line(
        *(25, "citra", "91", "2025-05-20", "abk_recruitment"),
        victims=("M adult presumed",),
        exploitation="fishing_abk",
    ),
    # Somewhere in Indonesia: no province's, and not abroad.
    Line(
        *(26, "citra", "ID", "2025-10-10", "not_recorded"),
        victims=("F adult presumed",),
    ),
    # Before the years that are mostly asked for; 2 reports would be 1 case as well.
    Line(
        *(27, "sari", f"{BPP}.02", "2020-01-31", "pimping_online", "2020-02-01"),
        stage="executed",
        victims=("F child confirmed",),
        suspects=("M adult convicted pimp",),
        exploitation="prostitution",
        platforms="michat",
    ),
    # Not Malaysia, as was entered, but Balikpapan. The last day of October counts
    # in a period that ends with it.
    Line(
        *(28, "sari", "MY", "2025-10-01", "selling_partner", "2025-10-31"),
        stage="pre_investigation",
        victims=("F child presumed", "F child presumed"),
        exploitation="attempt_not_yet",
        platforms="facebook",
        push="poverty",
        then=(f"case region {BPP}.02",),
    ),
    # The other way round: Malaysia, not Balikpapan.
    Line(
        *(29, "sari", f"{BPP}.02", "2025-10-15", "selling_partner"),
        victims=("F child presumed",),
        then=("case country MY",),
    ),
    # Withdrawn by mistake and restored. Nobody knows what he is: no suspect. Platform
    # "not recorded" was ticked, which is not the same as nothing ticked.
    Line(
        *(30, "sari", f"{BPP}.03", "2025-11-12", "pimping_online"),
        victims=("F child presumed",),
        suspects=("M adult not_recorded pimp",),
        exploitation="prostitution",
        platforms="not_recorded",
        then=("withdraw victim 1", "restore victim 1"),
    ),
)
