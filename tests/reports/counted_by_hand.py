"""What the thirty cases add up to, counted by hand from `docs/figures.md`.

Each line: a figure, where, from when to when, cut by what, narrowed to what; then the
total and the cells that are not 0, keys of two cuts joined by "+". Numbers in comments
are those of the cases. Case 13 is withdrawn: 29 stand.
"""

from dataclasses import dataclass, field

ALL = "2020-01-01..2026-12-31"
Y25 = "2025-01-01..2025-12-31"


@dataclass(frozen=True)
class Counted:
    figure: str
    region: str
    period: str
    by: str
    total: int
    cells: dict[str, int] = field(default_factory=dict)
    only: dict[str, str] = field(default_factory=dict)
    asker: str = ""


NUMBERS = (
    # -- cases
    Counted(
        *("cases", "ID", ALL, "year", 29),
        # 27 | 7, 10, 19 | the rest | 17
        {"2020": 1, "2024": 3, "2025": 24, "2026": 1},
    ),
    Counted(
        *("cases", "ID", Y25, "region", 24),
        # abroad 6, 12, 29 (and not 28); somewhere 26; Kaltara 11, 24; Bali 9; Papua 25
        {"64": 16, "65": 2, "51": 1, "91": 1, "not_recorded": 1, "abroad": 3},
    ),
    Counted(
        *("cases", "64", Y25, "region", 16),
        # Samarinda 8, 15; Kutai Kartanegara 18; only the province 5
        {"64.71": 12, "64.72": 2, "64.02": 1, "not_recorded": 1},
    ),
    Counted(
        *("cases", "64.71", Y25, "region", 12),
        # 16 | 28 | 1, 4, 30 | 20, 21 | 2, 14 | 22, 23 | only the city 3
        {
            "64.71.01": 1,
            "64.71.02": 1,
            "64.71.03": 3,
            "64.71.04": 2,
            "64.71.05": 2,
            "64.71.06": 2,
            "not_recorded": 1,
        },
    ),
    # Nothing below a district: no place is known further than what is asked for.
    Counted("cases", "64.71.03", Y25, "region", 3, {"not_recorded": 3}),
    Counted(
        *("cases", "64.71", Y25, "month", 12),
        # 3, 14 | 4 | 2, 23, 28 | 1, 20, 21, 22, 30 | 16
        {"2025-02": 2, "2025-06": 1, "2025-10": 3, "2025-11": 5, "2025-12": 1},
    ),
    # Both ends: 2 and 28 on the first day, 1 and 30 on the last, 20 and 22 between.
    Counted("cases", "64.71", "2025-10-31..2025-11-12", "", 6),
    Counted("cases", "64.71", "2025-11-01..2025-11-11", "", 2),  # 20, 22
    Counted(
        *("cases", "64.71", Y25, "has_lp", 12),
        # with 1, 3, 14, 16, 22, 23, 28; without 2, 4 (withdrawn), 20, 21, 30
        {"true": 7, "false": 5},
    ),
    Counted(
        *("cases", "ID", Y25, "progress", 24),
        {
            "no_lp": 11,  # 2, 4, 8, 11, 15, 20, 21, 25, 26, 29, 30
            "lidik": 3,  # 12, 24, 28
            "sidik": 4,  # 1, 5, 16, 23
            "p21": 1,  # 3
            "dihentikan": 3,  # 9, 14, 18
            "dilimpahkan": 2,  # 6, 22
        },
    ),
    Counted(
        *("cases", "ID", ALL, "progress,has_lp", 29),
        {
            "no_lp+false": 11,
            "lidik+false": 1,  # 7
            "lidik+true": 4,  # 12, 17, 24, 28
            "sidik+true": 4,
            "p21+true": 3,  # 3, 10, 27
            "dihentikan+true": 4,  # 9, 14, 18, 19
            "dilimpahkan+true": 2,
        },
    ),
    Counted(
        *("cases", "ID", Y25, "modus", 24),
        {
            "pimping_online": 6,  # 1, 3, 14, 22, 23, 30; not 15
            "selling_partner": 3,  # 2, 28, 29
            "fake_job_overseas": 1,  # 4
            "fake_job_scam_centre": 2,  # 5, 6
            "debt_bondage": 2,  # 8, 15; not 22
            "pimping_offline": 1,  # 9
            "non_procedural_pmi": 3,  # 11, 12, 24
            "love_scam_grooming": 1,  # 16
            "early_marriage": 1,  # 18
            "abk_recruitment": 1,  # 25
            "not_recorded": 3,  # 20, 21, 26
        },
    ),
    Counted(
        *("cases", "ID", Y25, "lead_agency", 24),
        {
            "POLRESTA-BPP-PPA": 12,  # 1-4, 14-16, 22, 23, 28-30
            "POLDA-KALTIM": 3,  # 5, 6, 18; not what Balikpapan leads
            "UPTD-PPA-BPP": 1,  # 8
            "POLRESTA-DPS-PPA": 3,  # 9, 25, 26
            "P4MI-NNK": 3,  # 11, 12, 24
            "KEJARI-BPP": 1,  # 20
            "DINSOS-BPP": 1,  # 21
        },
    ),
    Counted("cases", "ID", Y25, "", 3, only={"lead_agency": "POLDA-KALTIM"}),
    Counted(
        *("cases", "ID", Y25, "exploitation", 24),
        {
            "prostitution": 8,  # 1, 2, 3, 9, 14, 22, 23, 30
            "online_sexual": 2,  # 3, 16
            "forced_labour": 4,  # 4, 6, 12, 24
            "scam_compound": 2,  # 5, 6
            "plantation": 2,  # 11, 12
            "child_labour": 1,  # 14
            "forced_marriage": 1,  # 18
            "begging": 1,  # 21
            "fishing_abk": 1,  # 25
            "attempt_not_yet": 1,  # 28
            "empty": 5,  # 8, 15, 20, 26, 29
        },
    ),
    Counted(
        *("cases", "64.71", Y25, "platform", 12),
        {
            "michat": 5,  # 1, 2, 14, 22, 23
            "whatsapp": 2,  # 2, 22
            "instagram": 2,  # 3, 14
            "telegram": 1,  # 22
            "tiktok": 1,  # 16
            "facebook": 1,  # 28
            "not_recorded": 1,  # 30
            "empty": 3,  # 4, 20, 21
        },
    ),
    Counted("cases", "64.71", Y25, "", 5, only={"platform": "michat"}),
    Counted(
        *("cases", "64.71", Y25, "modus,platform", 12),
        {
            "pimping_online+michat": 4,  # 1, 14, 22, 23
            "pimping_online+instagram": 2,  # 3, 14
            "pimping_online+whatsapp": 1,  # 22
            "pimping_online+telegram": 1,  # 22
            "pimping_online+not_recorded": 1,  # 30
            "selling_partner+michat": 1,  # 2
            "selling_partner+whatsapp": 1,  # 2
            "selling_partner+facebook": 1,  # 28
            "love_scam_grooming+tiktok": 1,  # 16
            "fake_job_overseas+empty": 1,  # 4
            "not_recorded+empty": 2,  # 20, 21
        },
    ),
    Counted(
        *("cases", "64", Y25, "region,has_lp", 16),
        {
            "64.71+true": 7,
            "64.71+false": 5,
            "64.72+false": 2,
            "64.02+true": 1,
            "not_recorded+true": 1,
        },
    ),
    Counted(
        *("cases", "ID", Y25, "progress", 13),
        {"lidik": 3, "sidik": 4, "p21": 1, "dihentikan": 3, "dilimpahkan": 2},
        {"has_lp": "true"},
    ),
    # -- police reports, each by its own date
    Counted(
        *("police_reports", "ID", ALL, "year", 21),
        # 27 | 10, 19 twice | the rest | 17 twice
        {"2020": 1, "2024": 3, "2025": 15, "2026": 2},
    ),
    Counted(
        *("police_reports", "ID", Y25, "month", 15),
        {
            "2025-01": 1,  # the third of 19
            "2025-02": 2,  # 3, 14
            "2025-03": 2,  # 3, 18
            "2025-04": 1,  # 24, restored
            "2025-05": 1,  # 5
            "2025-07": 1,  # 9; that of 4 is withdrawn
            "2025-08": 1,  # 6
            "2025-10": 3,  # 12, 23, 28
            "2025-11": 2,  # 1, 22
            "2025-12": 1,  # 16
        },
    ),
    Counted(
        *("police_reports", "64", Y25, "region", 11),
        # 1, 3 twice, 14, 16, 22, 23, 28 | 18 | 19 | 5
        {"64.71": 8, "64.02": 1, "64.74": 1, "not_recorded": 1},
    ),
    Counted(
        *("police_reports", "ID", Y25, "lead_agency", 15),
        # - | 5, 6, 18, 19 | 9 | 12, 24
        {
            "POLRESTA-BPP-PPA": 8,
            "POLDA-KALTIM": 4,
            "POLRESTA-DPS-PPA": 1,
            "P4MI-NNK": 2,
        },
    ),
    Counted(
        *("police_reports", "ID", Y25, "exploitation", 15),
        {
            "prostitution": 8,  # 1, 3 twice, 9, 14, 19, 22, 23
            "online_sexual": 3,  # 3 twice, 16
            "scam_compound": 2,  # 5, 6
            "forced_labour": 3,  # 6, 12, 24
            "plantation": 1,  # 12
            "child_labour": 1,  # 14
            "forced_marriage": 1,  # 18
            "attempt_not_yet": 1,  # 28
        },
    ),
    Counted("police_reports", "ID", Y25, "has_lp", 15, {"true": 15}),
    # -- victims
    Counted(
        *("victims", "ID", Y25, "sex,age_group", 30),
        {
            "female+child": 9,  # 1, 3, 14, 16 (aged 16), 18, 28 twice, 29, 30
            "female+adult": 7,  # 2, 6, 9, 11, 15, 22, 26
            "female+not_recorded": 1,  # 21
            "male+child": 2,  # 4, 11 (aged 17)
            "male+adult": 8,  # 5 twice, 6, 11 twice (one aged 18), 12, 24, 25
            "male+not_recorded": 1,  # 5
            "not_recorded+adult": 1,  # 5
            "not_recorded+not_recorded": 1,  # 21
        },
    ),
    Counted(
        *("victims", "ID", Y25, "region", 30),
        # - | 11 with 4, 24 | 9 | 25 | 26 | 6 with 2, 12, 29
        {"64": 18, "65": 5, "51": 1, "91": 1, "not_recorded": 1, "abroad": 4},
    ),
    Counted(
        *("victims", "64", Y25, "region,age_group", 18),
        {
            "64.71+child": 8,  # 1, 3, 4, 14, 16, 28 twice, 30
            "64.71+adult": 2,  # 2, 22
            "64.71+not_recorded": 2,  # 21
            "64.72+adult": 1,  # 15
            "64.02+child": 1,  # 18
            "not_recorded+adult": 3,  # 5
            "not_recorded+not_recorded": 1,  # 5
        },
    ),
    # 2025: 30; 7: 1; 10: 2; 17: 1; 19: 1; 27: 1.
    Counted("victims", "ID", ALL, "", 36),
    Counted(
        *("victims", "64.71", Y25, "platform", 12),
        {
            "michat": 4,  # 1, 2, 14, 22; nobody in 23
            "whatsapp": 2,  # 2, 22
            "instagram": 2,  # 3, 14
            "telegram": 1,  # 22
            "tiktok": 1,  # 16
            "facebook": 2,  # 28
            "not_recorded": 1,  # 30
            "empty": 3,  # 4, 21 twice
        },
    ),
    Counted(
        *("victims", "64", Y25, "push", 18),
        {
            "poverty": 4,  # 1, 3, 28 twice
            "debt": 1,  # 3
            "unemployment": 4,  # 5
            "weak_family_protection": 1,  # 14
            "empty": 9,  # 2, 4, 15, 16, 18, 21 twice, 22, 30
        },
    ),
    Counted(
        *("victims", "ID", Y25, "region", 7),
        # 2, 15, 22 | 9 | 11 | 26 | 6
        {"64": 3, "51": 1, "65": 1, "not_recorded": 1, "abroad": 1},
        {"sex": "female", "age_group": "adult"},
    ),
    Counted("victims", "ID", Y25, "", 5, only={"modus": "pimping_online"}),
    # -- child victims
    Counted("child_victims", "ID", Y25, "sex", 11, {"female": 9, "male": 2}),
    # 3, 4, 14, 18, 28 twice; 1 and 30 are of November, 16 of December.
    Counted("child_victims", "64", "2025-01-01..2025-10-31", "", 6),
    Counted(
        *("child_victims", "64.71", Y25, "month", 8),
        # 3, 14 | 4 | 28 twice | 1, 30 | 16
        {"2025-02": 2, "2025-06": 1, "2025-10": 2, "2025-11": 2, "2025-12": 1},
    ),
    Counted("child_victims", "64.71", "2024-12-31..2024-12-31", "", 1),  # 7
    Counted("child_victims", "64.72", ALL, "", 0),  # 7 was only further there
    # -- suspects
    Counted(
        *("suspects", "ID", ALL, "year", 18),
        # 27 | 10 three, 19 | the rest | 17
        {"2020": 1, "2024": 4, "2025": 12, "2026": 1},
    ),
    Counted(
        *("suspects", "ID", Y25, "role", 12),
        {
            "pimp": 5,  # 1, 3, 14, 22, 23; not 2, 13, 30
            "recruiter": 3,  # 3, 6, 18
            "foreign_agent": 1,  # 6
            "venue_owner": 1,  # 9
            "broker": 1,  # 12; the other one is only reported
            "transporter": 1,  # 12
            "user_client": 1,  # 16
            "harbourer": 1,  # 22
            "financier": 1,  # 22
            "empty": 1,  # 5
        },
    ),
    Counted(
        *("suspects", "ID", Y25, "sex", 12),
        # 3, 12, 22 | 1, 5, 6, 9, 14, 16, 18, 23 | 6
        {"female": 3, "male": 8, "not_recorded": 1},
    ),
    Counted(
        *("suspects", "ID", Y25, "age_group", 12),
        {"adult": 10, "child": 1, "not_recorded": 1},  # - | 18 | 6
    ),
    # 1, 3, 5, 14, 16, 18, 22, 23; five of the eight are pimps.
    Counted("suspects", "64", Y25, "", 8),
    Counted("suspects", "64", Y25, "", 5, only={"role": "pimp"}),
    Counted(
        *("suspects", "ID", Y25, "sex", 5),
        {"male": 3, "female": 2},  # 1, 14, 23 | 3, 22
        {"role": "pimp"},
    ),
    # Who is a pimp, by all the roles that they have.
    Counted(
        *("suspects", "ID", Y25, "role", 5),
        {"pimp": 5, "recruiter": 1, "harbourer": 1, "financier": 1},
        {"role": "pimp"},
    ),
    Counted(
        *("suspects", "64.71", Y25, "role,exploitation", 6),
        {
            "pimp+prostitution": 5,  # 1, 3, 14, 22, 23
            "pimp+online_sexual": 1,  # 3
            "pimp+child_labour": 1,  # 14
            "recruiter+prostitution": 1,  # 3
            "recruiter+online_sexual": 1,  # 3
            "user_client+online_sexual": 1,  # 16
            "harbourer+prostitution": 1,  # 22
            "financier+prostitution": 1,  # 22
        },
    ),
    Counted(
        *("suspects", "ID", Y25, "pull", 12),
        {
            "demand_sex": 2,  # 1, 3
            "economic_opportunity": 1,  # 3
            "labour_demand_abroad": 1,  # 5
            "empty": 9,  # 6 twice, 9, 12, 14, 16, 18, 22, 23
        },
    ),
    # -- what one of the cast sees: cases that her office or one below it leads
    Counted("cases", "ID", Y25, "", 12, asker="sari"),
    Counted("cases", "64.71", Y25, "", 10, asker="budi"),  # not 20, 21
    Counted("cases", "ID", Y25, "", 15, asker="dewi"),  # hers and Balikpapan's
    Counted("cases", "64.71", Y25, "", 0, asker="citra"),
    Counted("cases", "ID", Y25, "region", 3, {"65": 2, "abroad": 1}, asker="nur"),
    Counted("victims", "64.71", ALL, "year", 1, {"2024": 1}, asker="wati"),  # 7
    Counted("suspects", "ID", Y25, "", 10, asker="dewi"),  # not 9, 12
    Counted("police_reports", "ID", Y25, "", 12, asker="dewi"),
    Counted("cases", "64", Y25, "", 0, asker="seto"),  # only summaries
)
