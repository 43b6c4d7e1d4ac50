"""An edition begins as the next provisional one and only ever moves forward.

The database refuses an edition that is born published, numbered out of turn or known
of later than now (it would stand before every later one), a published one that becomes
provisional again, and another's name under it. What its cells say nobody can hold
against the register here: *Reproduce* does.
"""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION edition_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'provisional' OR NEW.signed_as <> '{}'
    OR num_nonnulls(NEW.published_at, NEW.published_by_id, NEW.superseded_by_id) > 0
    OR NEW.cutoff > facts_cutoff()
    OR NEW.n <> 1 + coalesce((SELECT max(n) FROM reports_edition WHERE
      (region_id, first, last) = (NEW.region_id, NEW.first, NEW.last)), 0)
  THEN
    RAISE EXCEPTION 'an edition begins as the next provisional one'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION edition_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE signed boolean := (NEW.published_at, NEW.published_by_id, NEW.signed_as)
  IS DISTINCT FROM (OLD.published_at, OLD.published_by_id, OLD.signed_as);
BEGIN
  IF OLD.state = 'provisional' AND NEW.state = 'published'
    AND NEW.superseded_by_id IS NULL
    AND num_nulls(NEW.published_at, NEW.published_by_id) = 0
    OR OLD.state <> 'superseded' AND NEW.state = 'superseded' AND NOT signed
    AND EXISTS (SELECT FROM reports_edition later WHERE later.id = NEW.superseded_by_id
      AND (later.region_id, later.first, later.last) = (OLD.region_id, OLD.first,
      OLD.last) AND later.n > OLD.n)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an edition only moves forward'
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER edition_begins BEFORE INSERT
  ON reports_edition FOR EACH ROW EXECUTE FUNCTION edition_begins();
CREATE TRIGGER edition_moves_forward BEFORE UPDATE OF
  state, published_at, published_by_id, signed_as, superseded_by_id
  ON reports_edition FOR EACH ROW EXECUTE FUNCTION edition_moves_forward();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_folds_by_two_counts")]
    operations = [
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("region", "first", "last"),
                name="one_published_of_a_period",
            ),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
