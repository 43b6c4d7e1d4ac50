"""Nobody declines to be recorded who stands as a suspect, and nobody who declined comes
to stand so: the same both ways, whatever act it was."""

from django.db import migrations

FORWARD = """
-- Does she stand as a suspect, in whatever case? Of a withdrawn one too, which may be
-- restored: who accused her there takes that part back first.
CREATE FUNCTION is_accused(someone bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_involvement
     WHERE person_id = someone AND part = 'suspect' AND withdrawn_at IS NULL);
$$;

CREATE FUNCTION suspects_do_not_decline() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE someone bigint; code text;
BEGIN
  IF TG_RELID = 'public.cases_person'::regclass THEN
    someone := NEW.id;
  ELSE
    someone := NEW.person_id;
  END IF;
  -- With her locked: of a part and a declining at once neither sees the other.
  SELECT client_code INTO code FROM cases_person WHERE id = someone FOR NO KEY UPDATE;
  IF code IS NOT NULL AND is_accused(someone) THEN
    RAISE EXCEPTION 'a suspect does not decline' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'suspects_do_not_decline';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER suspects_do_not_decline
  AFTER INSERT OR UPDATE OF part, person_id, withdrawn_at ON cases_involvement
  FOR EACH ROW WHEN (NEW.part = 'suspect' AND NEW.withdrawn_at IS NULL)
  EXECUTE FUNCTION suspects_do_not_decline();
CREATE TRIGGER suspects_do_not_decline
  AFTER INSERT OR UPDATE OF client_code ON cases_person
  FOR EACH ROW WHEN (NEW.client_code IS NOT NULL)
  EXECUTE FUNCTION suspects_do_not_decline();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0024_refused_openings'),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
