"""Enters a line of the thirty cases into the register, by the actions of officers."""

from collections import deque
from datetime import date
from typing import Any

from agencies.models import Region, User
from cases import actions, stages
from cases.choices import AgeGroup, Sex, Stage
from cases.models import Case
from tests.people import person
from tests.reports.thirty_cases import Line

SEXES = {"F": Sex.FEMALE, "M": Sex.MALE, "?": Sex.NOT_RECORDED}
NOUNS = {"report": "police_report", "victim": "victim", "suspect": "suspect"}
VERBS = ("withdraw", "restore")


def codes(text: str) -> list[str]:
    return text.split(",") if text else []


def place(code: str) -> dict[str, Any]:
    if len(code) == 2 and code.isalpha() and code != "ID":
        return {"region": None, "country": code}
    return {"region": Region.objects.get(code=code), "country": ""}


def who(sex: str, group: str) -> dict[str, Any]:
    return {
        "sex": SEXES[sex],
        "age_group": AgeGroup.NOT_RECORDED if group == "?" else group,
    }


def victim(text: str) -> dict[str, Any]:
    sex, group, determination, *age = text.split()
    known = {"age": int(age[0])} if age else {}
    return {**who(sex, group), **known, "determination": determination}


def suspect(text: str) -> dict[str, Any]:
    sex, group, status, *roles = text.split()
    return {**who(sex, group), "legal_status": status, "roles": codes(",".join(roles))}


def reports(line: Line) -> list[dict[str, Any]]:
    """Of both models in turn: they count alike."""
    return [
        {
            "number": f"LP/{line.number}-{n}/SPKT",
            "model": "AB"[n % 2],
            "dated_on": date.fromisoformat(day),
        }
        for n, day in enumerate(line.reports.split())
    ]


def way(start: Stage, goal: Stage) -> list[Stage]:
    """The shortest allowed way from one stage to another, without the first."""
    ways, seen = deque([[start]]), {start}
    while ways[0][-1] != goal:
        trodden = ways.popleft()
        for following in stages.may_follow(trodden[-1]):
            if following not in seen:
                seen.add(following)
                ways.append([*trodden, Stage(following)])
    return ways[0][1:]


def logged(line: Line) -> Case:
    by, day = person(line.by), date.fromisoformat(line.reported)
    fields = {
        "happened_on": day,
        "reported_on": day,
        "known_via": "walk_in",
        **place(line.place),
        "modus": line.modus,
        "exploitation": codes(line.exploitation),
        "platforms": codes(line.platforms),
        "push_factors": codes(line.push),
        "pull_factors": codes(line.pull),
    }
    case = actions.log_case(
        by=by,
        fields=fields,
        victims=[victim(text) for text in line.victims],
        suspects=[suspect(text) for text in line.suspects],
        police_reports=reports(line),
    )
    for stage in way(Stage(case.stage), Stage(line.stage)) if line.stage else ():
        on = case.stage_entries.standing().in_order().last().on
        actions.record_stage(case, by=by, stage=stage, on=on, seen=case.version)
        case.refresh_from_db()
    for act in line.then:
        carry_out(Case.objects.get(pk=case.pk), act.split(), by)
    return case


def carry_out(case: Case, words: list[str], by: User) -> None:
    match words:
        case ["add", "place", code]:
            actions.add_place(case, place(code), by=by)
        case ["case", "region" | "country", code]:
            actions.edit_case(case, place(code), by=by, seen=case.version)
        case ["case", "other_modus", code]:
            changes = {"other_modus": [code]}
            actions.edit_case(case, changes, by=by, seen=case.version)
        case ["case", "reported_on", day]:
            changes = dict.fromkeys(
                ("happened_on", "reported_on"), date.fromisoformat(day)
            )
            actions.edit_case(case, changes, by=by, seen=case.version)
        case ["case", name, value]:
            actions.edit_case(case, {name: value}, by=by, seen=case.version)
        case ["withdraw", "case"]:
            actions.withdraw_case(case, by=by, reason="test", seen=case.version)
        case ["restore", "case"]:
            actions.restore_case(case, by=by)
        case _:
            act_on_row(case, words, by)


def act_on_row(case: Case, words: list[str], by: User) -> None:
    """As in "withdraw victim 2" or "suspect 1 legal_status suspect"."""
    verb, noun, number, *value = words if words[0] in VERBS else ("edit", *words)
    row = getattr(case, f"{NOUNS[noun]}s").order_by("pk")[int(number) - 1]
    action = getattr(actions, f"{verb}_{NOUNS[noun]}")
    if verb == "restore":
        action(row, by=by)
    elif verb == "withdraw":
        action(row, by=by, reason="wrong_entry", seen=row.version)
    else:
        name, text = value
        said = date.fromisoformat(text) if name == "dated_on" else text
        action(row, {name: said}, by=by, seen=row.version)
