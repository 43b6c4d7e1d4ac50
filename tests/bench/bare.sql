-- What a bare system would have: the same rows in tables without triggers or scope.
CREATE SCHEMA bare;
CREATE TABLE bare.cases (LIKE public.cases_case INCLUDING ALL);
CREATE TABLE bare.victims (LIKE public.cases_victim INCLUDING ALL);
CREATE TABLE bare.suspects (LIKE public.cases_suspect INCLUDING ALL);
INSERT INTO bare.cases SELECT * FROM public.cases_case ORDER BY id;
INSERT INTO bare.victims SELECT * FROM public.cases_victim ORDER BY id;
INSERT INTO bare.suspects SELECT * FROM public.cases_suspect ORDER BY id;
ALTER TABLE bare.cases ADD FOREIGN KEY (lead_agency_id)
  REFERENCES public.agencies_agency,
  ADD FOREIGN KEY (register_agency_id) REFERENCES public.agencies_agency,
  ADD FOREIGN KEY (region_id) REFERENCES public.agencies_region,
  ADD FOREIGN KEY (created_by_id) REFERENCES public.agencies_user;
ALTER TABLE bare.victims ADD FOREIGN KEY (case_id) REFERENCES bare.cases,
  ADD FOREIGN KEY (created_by_id) REFERENCES public.agencies_user;
ALTER TABLE bare.suspects ADD FOREIGN KEY (case_id) REFERENCES bare.cases,
  ADD FOREIGN KEY (created_by_id) REFERENCES public.agencies_user;
SELECT setval(pg_get_serial_sequence('bare.cases', 'id'), max(id)) FROM bare.cases;
SELECT setval(pg_get_serial_sequence('bare.victims', 'id'), max(id)) FROM bare.victims;
SELECT setval(pg_get_serial_sequence('bare.suspects', 'id'), max(id))
  FROM bare.suspects;
-- What ours gives with a case beside victims and suspects, as it stands.
CREATE VIEW bare.reports AS SELECT * FROM public.cases_policereport;
CREATE VIEW bare.places AS SELECT * FROM public.cases_place;
CREATE VIEW bare.stages AS SELECT * FROM public.cases_stageentry;
-- The scoped list that one writes by hand: newest first within an office's command.
CREATE INDEX bare_by_agency ON bare.cases (lead_agency_id, reported_on DESC, id DESC);
CREATE INDEX bare_by_day ON bare.cases (reported_on DESC, id DESC);
GRANT USAGE ON SCHEMA bare TO tppo_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA bare TO tppo_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA bare TO tppo_app;
VACUUM (ANALYZE) bare.cases;
VACUUM (ANALYZE) bare.victims;
VACUUM (ANALYZE) bare.suspects;
