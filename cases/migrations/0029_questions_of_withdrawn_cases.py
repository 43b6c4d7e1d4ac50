"""What was asked from a case that is withdrawn by now is told to nobody."""

from django.db import migrations

from cases.person_choices import Part


def may_tell(stands: str) -> str:
    """As in migration 0023, and `stands` before all of it."""
    return f"""
CREATE OR REPLACE FUNCTION may_tell_who_asks(of_case bigint, of_suspect boolean)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT {stands}CASE WHEN of_suspect THEN NOT EXISTS (
    SELECT FROM cases_case k
     WHERE k.is_restricted AND (k.id = of_case OR EXISTS (
       SELECT FROM cases_involvement i JOIN cases_involvement o USING (person_id)
        WHERE i.case_id = of_case AND i.withdrawn_at IS NULL
          AND o.case_id = k.id AND o.withdrawn_at IS NULL)))
  ELSE may_ask_from(of_case) AND NOT EXISTS (
    SELECT FROM cases_involvement i
     WHERE i.case_id = of_case AND i.withdrawn_at IS NULL
       AND i.part <> '{Part.SUSPECT.value}' AND NOT may_be_told_of(i.person_id))
  END
$$;
"""  # noqa: S608 - a value of a choice


# A case that was logged by mistake, or as a test, gets nobody in touch.
STANDS = """EXISTS (
    SELECT FROM cases_case k WHERE k.id = of_case AND k.withdrawn_at IS NULL
  ) AND """


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_openings_begin_when_used")]

    operations = [migrations.RunSQL(may_tell(STANDS), may_tell(""))]
