"""Whom the name index must read again, by the tick of the act; of whom another office
may be told at all; and what is told of a hit that the asker does not see."""

from django.db import migrations

from agencies.eyes import SETTING
from agencies.sections import Section
from cases.choices import ReferralState, Whereabouts
from cases.person_choices import Part

CHANGES = """
CREATE TABLE names_change (
  tick bigint NOT NULL, person bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (tick, person));

CREATE FUNCTION names_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE people bigint[];
BEGIN
  IF TG_TABLE_NAME = 'cases_person' THEN
    people := ARRAY[NEW.id];
  ELSIF TG_TABLE_NAME = 'cases_involvement' THEN
    people := ARRAY[NEW.person_id];
    IF TG_OP = 'UPDATE' THEN people := people || OLD.person_id; END IF;
  ELSIF TG_TABLE_NAME = 'cases_case' THEN
    people := ARRAY(SELECT person_id FROM cases_involvement WHERE case_id = NEW.id);
  ELSIF TG_TABLE_NAME = 'cases_victim' THEN
    people := ARRAY(SELECT person_id FROM cases_involvement
                     WHERE victim_id = NEW.id AND withdrawn_at IS NULL);
  ELSE
    people := ARRAY(SELECT person_id FROM cases_involvement
                     WHERE suspect_id = NEW.id AND withdrawn_at IS NULL);
  END IF;
  INSERT INTO names_change (tick, person)
  SELECT facts_tick(), one FROM unnest(people) one ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER names_changed
  AFTER INSERT OR UPDATE OF sealed, kind, client_code, shredded_at
  ON cases_person FOR EACH ROW EXECUTE FUNCTION names_changed();
CREATE TRIGGER names_changed
  AFTER INSERT OR UPDATE OF person_id, case_id, victim_id, suspect_id, withdrawn_at
  ON cases_involvement FOR EACH ROW EXECUTE FUNCTION names_changed();
-- Under which keys a case stands: whatever gives or takes one comes by its own row.
CREATE TRIGGER names_changed AFTER UPDATE ON cases_case FOR EACH ROW
  WHEN (OLD.scope_keys IS DISTINCT FROM NEW.scope_keys
        OR OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at)
  EXECUTE FUNCTION names_changed();
CREATE TRIGGER names_changed AFTER UPDATE ON cases_victim FOR EACH ROW
  WHEN (OLD.sex IS DISTINCT FROM NEW.sex) EXECUTE FUNCTION names_changed();
CREATE TRIGGER names_changed AFTER UPDATE ON cases_suspect FOR EACH ROW
  WHEN (OLD.sex IS DISTINCT FROM NEW.sex) EXECUTE FUNCTION names_changed();
"""
# A row of nobody's (person 0) keeps the last tick that was swept: after it everything
# can be told.
SWEEP = """
CREATE FUNCTION sweep_names_change() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE last bigint := (SELECT max(tick) FROM names_change
                         WHERE person <> 0 AND at < now() - interval '30 days');
BEGIN
  IF last IS NOT NULL THEN
    DELETE FROM names_change WHERE tick <= last;
    INSERT INTO names_change (tick, person) VALUES (last, 0);
  END IF;
END $$;
"""
# Of whom an office may be told that does not see her. Nobody who declined or was
# destroyed; nobody who stands in a restricted case, withdrawn or not, is housed, in the
# protection of witnesses, or beside somebody who is: she is hidden from somebody, and
# who asks may be that one. It looks at all of her cases, for each office sees its own.
MAY_BE_TOLD_OF = f"""
CREATE FUNCTION case_protects(of_case bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM cases_shelter s
                  WHERE s.case_id = of_case AND s.withdrawn_at IS NULL)
      OR EXISTS (SELECT FROM cases_victim v
                  WHERE v.case_id = of_case AND v.withdrawn_at IS NULL
                    AND v.whereabouts = '{Whereabouts.SHELTER.value}')
      OR EXISTS (SELECT FROM cases_referral r
                  WHERE r.case_id = of_case AND r.withdrawn_at IS NULL
                    AND r.state = '{ReferralState.ACCEPTED.value}'
                    AND (r.purpose = 'witness_protection'
                         OR r.sections & {Section.SHELTER.value} <> 0))
$$;

CREATE FUNCTION may_be_told_of(someone bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_person p
     WHERE p.id = someone AND p.client_code IS NULL AND p.shredded_at IS NULL
       AND NOT EXISTS (
         SELECT FROM cases_involvement o JOIN cases_case k ON k.id = o.case_id
          WHERE o.person_id = p.id AND o.withdrawn_at IS NULL
            AND (k.is_restricted
                 OR o.part <> '{Part.SUSPECT.value}' AND case_protects(k.id))))
$$;
"""  # noqa: S608 - values of choices
# Of persons whom the index found and the asker does not see: which offices of her own
# chain hold them, and as what. Neither who, nor how many, nor since when. The root is
# that of `Agency.numbering_agency`, found here anew: the function trusts nobody.
TOLD = f"""
CREATE FUNCTION names_told(people bigint[], of_agency bigint, day date)
RETURNS TABLE (office bigint, part text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH root AS (
    SELECT above.id FROM agencies_agency own
     CROSS JOIN unnest(own.ancestors) WITH ORDINALITY AS up(id, n)
      JOIN agencies_agency above ON above.id = up.id
     WHERE own.id = of_agency
       AND of_agency = ANY (nullif(current_setting('{SETTING}', true), '')::int[])
     ORDER BY above.numbers_cases DESC,
              CASE WHEN above.numbers_cases THEN -up.n ELSE up.n END
     LIMIT 1)
  SELECT DISTINCT held.office, i.part::text
    FROM root CROSS JOIN cases_involvement i
    JOIN cases_person p ON p.id = i.person_id
    JOIN cases_case c ON c.id = i.case_id
   CROSS JOIN LATERAL (
      SELECT c.lead_agency_id AS office
      UNION ALL
      SELECT r.to_agency_id FROM cases_referral r
       WHERE r.case_id = c.id AND r.state = 'accepted' AND r.withdrawn_at IS NULL
         AND (r.ends_on IS NULL OR r.ends_on >= day)
         AND r.sections & CASE i.part WHEN '{Part.SUSPECT.value}'
             THEN {Section.SUSPECT:d} ELSE {Section.VICTIM_IDENTITY:d} END <> 0) held
    JOIN agencies_agency g ON g.id = held.office AND root.id = ANY (g.ancestors)
   WHERE i.person_id = ANY (people) AND i.withdrawn_at IS NULL
     AND c.withdrawn_at IS NULL AND p.kind = 'natural' AND p.withdrawn_at IS NULL
     AND p.sealed IS NOT NULL AND may_be_told_of(p.id)
$$;
"""  # noqa: S608 - a constant


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_persons")]
    operations = [
        migrations.RunSQL(
            CHANGES, "DROP FUNCTION names_changed CASCADE; DROP TABLE names_change"
        ),
        migrations.RunSQL(SWEEP, "DROP FUNCTION sweep_names_change"),
        migrations.RunSQL(
            MAY_BE_TOLD_OF, "DROP FUNCTION may_be_told_of; DROP FUNCTION case_protects"
        ),
        migrations.RunSQL(TOLD, "DROP FUNCTION names_told"),
    ]
