"""Command hears nothing of restricted cases, and each post has alarms of its own."""

from django.db import migrations, models

# As in 0015; `n_open` are those of cases that are not restricted now.
IDENTITIES = """
DROP FUNCTION identities_shown(bigint[], timestamptz, timestamptz);
CREATE FUNCTION identities_shown(people bigint[], since timestamptz, until timestamptz)
RETURNS TABLE (user_id bigint, day date, n bigint, n_open bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.by_id, e.day, count(DISTINCT v.id),
         count(DISTINCT v.id) FILTER (WHERE NOT c.is_restricted)
    FROM (SELECT by_id, case_id, (at AT TIME ZONE 'Asia/Jakarta')::date AS day
            FROM agencies_auditevent
           WHERE by_id = ANY(people) AND at >= since AND at < until
             AND verb IN ('opened_case', 'listed_identity')
             AND 'victim_identity' = ANY(string_to_array(changes #>> '{sections,1}', ','))
         ) e
    JOIN cases_case c ON c.id = e.case_id
    JOIN cases_victim v ON v.case_id = c.id
     AND (v.created_at AT TIME ZONE 'Asia/Jakarta')::date <= e.day
   GROUP BY 1, 2
$$;
CREATE FUNCTION case_is_restricted(of_case bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT is_restricted FROM cases_case WHERE id = of_case), false)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_reviews_are_handed_up")]
    operations = [
        migrations.RunSQL(IDENTITIES, migrations.RunSQL.noop),
        migrations.RemoveConstraint("alarm", "one_open_alarm"),
        migrations.AddConstraint(
            "alarm",
            models.UniqueConstraint(
                condition=models.Q(("verdict", "")),
                fields=("user", "post", "day", "kind", "beyond_command"),
                name="one_open_alarm",
            ),
        ),
    ]
