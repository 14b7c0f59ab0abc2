-- Who may write what, by GRANT: a fact can be inserted and never changed, a consequence is the worker's alone.
-- The roles are the cluster's, so another database of it may have made them already.
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['lt_intake', 'lt_reader', 'lt_worker', 'lt_import'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role_name);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
-- A scope is a range of paths, compared byte by byte whatever the cluster's locale.
ALTER TABLE units ALTER COLUMN path TYPE text COLLATE "C";
--> statement-breakpoint
ALTER TABLE units ALTER COLUMN key TYPE text COLLATE "C";
--> statement-breakpoint
ALTER TABLE units ALTER COLUMN code TYPE text COLLATE "C";
--> statement-breakpoint
ALTER TABLE units ALTER COLUMN search_name TYPE text COLLATE "C";
--> statement-breakpoint
-- An instant as everybody writes it: ISO 8601, UTC, milliseconds. Stable by its type, so marked immutable.
CREATE FUNCTION iso(at timestamptz) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
--> statement-breakpoint
-- The legal date of an instant: +07:00 throughout.
CREATE FUNCTION local_date(at timestamptz) RETURNS date
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ((at AT TIME ZONE 'UTC') + interval '7 hours')::date;
--> statement-breakpoint
-- The instant at which a legal date begins.
CREATE FUNCTION local_midnight(day date) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (day::timestamp - interval '7 hours') AT TIME ZONE 'UTC';
--> statement-breakpoint
-- The programme's present: stepped in a rehearsal, else the statement's own instant.
CREATE FUNCTION programme_now(programme text) RETURNS timestamptz(3)
  LANGUAGE sql STABLE
  RETURN (SELECT coalesce(p.stepped_at, statement_timestamp())::timestamptz(3) FROM programmes p WHERE p.id = programme);
--> statement-breakpoint
-- The enabled account whose own token has that hash, or whose session has it and is live. By the real clock. The
-- hashes of tokens are read by no role of ours. By index, whatever a plan that was kept since
-- the tables were small would do (docs/decisions/0009).
CREATE FUNCTION account_by_token(hash text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET enable_seqscan = off
  RETURN (SELECT a.id FROM accounts a WHERE a.disabled_at IS NULL AND a.id = coalesce(
    (SELECT t.id FROM accounts t WHERE t.token_hash = hash),
    (SELECT s.account_id FROM sessions s WHERE s.token_hash = hash AND s.ended_at IS NULL
      AND s.idle_until > statement_timestamp() AND s.expires_at > statement_timestamp())));
--> statement-breakpoint
-- The session whose token has that hash.
CREATE FUNCTION session_by_token(hash text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  RETURN (SELECT s.id FROM sessions s WHERE s.token_hash = hash);
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION account_by_token(text), session_by_token(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION account_by_token(text), session_by_token(text) TO lt_intake, lt_reader;
--> statement-breakpoint
-- The living offices above one in its own agency's tree on a day, nearest first (DESIGN 7).
CREATE FUNCTION office_superiors(office uuid, today date) RETURNS uuid[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    WITH RECURSIVE above AS (
      SELECT p.*, 1 AS steps FROM offices o JOIN offices p ON p.id = o.parent_id WHERE o.id = office
      UNION ALL
      SELECT p.*, a.steps + 1 FROM above a JOIN offices p ON p.id = a.parent_id)
    SELECT coalesce(array_agg(id ORDER BY steps), '{}') FROM above
      WHERE valid_from <= today AND (valid_to IS NULL OR valid_to >= today);
  END;
--> statement-breakpoint
-- The offices that stand in for one on a day (phụ trách thay): dated, one level.
CREATE FUNCTION office_stand_ins(office uuid, today date) RETURNS uuid[]
  LANGUAGE sql STABLE
  RETURN (SELECT coalesce(array_agg(DISTINCT (f.payload->>'standInOffice')::uuid), '{}') FROM facts f
    WHERE f.office_id = office AND f.kind = 'standIn'
      AND (f.payload->>'from')::date <= today AND (f.payload->>'to')::date >= today);
--> statement-breakpoint
-- Who may confirm by ủy quyền, and when: dated, and a later delegation of one account replaces the earlier one.
CREATE FUNCTION office_delegations(office uuid)
  RETURNS TABLE (account uuid, seq bigint, given_at timestamptz, from_on date, to_on date, starts timestamptz, ends timestamptz)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT d.account, d.seq, d.at, d.from_on, d.to_on, d.starts, d.ends FROM (
      SELECT a.id AS account, f.seq, f.at, (f.payload->>'from')::date AS from_on, (f.payload->>'to')::date AS to_on,
        greatest(f.at, local_midnight((f.payload->>'from')::date)) AS starts,
        least(local_midnight((f.payload->>'to')::date + 1), a.disabled_at,
          lead(f.at) OVER (PARTITION BY a.id ORDER BY f.seq)) AS ends
      FROM facts f JOIN accounts a ON a.id = (f.payload->>'account')::uuid
      WHERE f.office_id = office AND f.kind = 'delegation') d
    WHERE d.starts < d.ends;
  END;
--> statement-breakpoint
-- On what ground an account may confirm at an instant: its own, or one that was delegated to it for that day.
CREATE FUNCTION account_basis(account uuid, now timestamptz) RETURNS text
  LANGUAGE sql STABLE
  RETURN (SELECT coalesce(a.basis, (SELECT 'delegated' FROM office_delegations(a.office_id) d
      WHERE d.account = a.id AND d.starts <= now AND now < d.ends LIMIT 1))
    FROM accounts a WHERE a.id = account);
--> statement-breakpoint
-- Since when somebody may confirm for an office: an enabled account by its own ground or a delegated one, or a
-- stand-in of that day. Null: vacant.
CREATE FUNCTION office_staffed_since(office uuid, today date) RETURNS timestamptz
  LANGUAGE sql STABLE
  RETURN least(
    (SELECT min(a.created_at) FROM accounts a
      WHERE a.office_id = office AND a.basis IS NOT NULL AND a.disabled_at IS NULL),
    (SELECT min(d.given_at) FROM office_delegations(office) d
      WHERE d.from_on <= today AND d.ends >= local_midnight(today + 1)),
    (SELECT min(f.at) FROM facts f WHERE f.office_id = office AND f.kind = 'standIn'
      AND (f.payload->>'from')::date <= today AND (f.payload->>'to')::date >= today));
--> statement-breakpoint
-- All times in which somebody may confirm for an office: each account's, each delegation's and each stand-in's days
-- as they were named.
CREATE FUNCTION office_staffing(office uuid) RETURNS json
  LANGUAGE sql STABLE
  RETURN (SELECT coalesce(json_agg(json_build_object('from', iso(s.starts), 'to', iso(s.ends))
      ORDER BY s.starts, s.ends), '[]')
    FROM (SELECT a.created_at AS starts, a.disabled_at AS ends FROM accounts a
        WHERE a.office_id = office AND a.basis IS NOT NULL
      UNION ALL
      SELECT d.starts, d.ends FROM office_delegations(office) d
      UNION ALL
      SELECT greatest(f.at, local_midnight((f.payload->>'from')::date)),
          local_midnight((f.payload->>'to')::date + 1)
        FROM facts f WHERE f.office_id = office AND f.kind = 'standIn') s);
--> statement-breakpoint
-- A stand-in is a dated fact about an office: found by the one that stands in, too.
CREATE INDEX facts_stand_in ON facts ((payload->>'standInOffice')) WHERE kind = 'standIn';
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO lt_intake, lt_reader, lt_worker, lt_import;
--> statement-breakpoint
-- Hashes of tokens are compared by the functions above alone, those of passwords and codes by the intake; every role
-- reads around them.
REVOKE SELECT ON accounts, sessions, activation_codes, attempts, sign_ins FROM lt_intake, lt_reader, lt_worker, lt_import;
--> statement-breakpoint
GRANT SELECT (id, programme_id, office_id, role, basis, post, login, created_at, disabled_at) ON accounts
  TO lt_intake, lt_reader, lt_worker, lt_import;
--> statement-breakpoint
GRANT SELECT (password_hash) ON accounts TO lt_intake;
--> statement-breakpoint
GRANT SELECT (id, account_id, how, created_at, seen_at, idle_until, expires_at, ended_at, ended_by) ON sessions
  TO lt_intake, lt_reader;
--> statement-breakpoint
GRANT SELECT (id, account_id, issued_by, issued_at, expires_at, used_at, replaced_at) ON activation_codes
  TO lt_intake, lt_reader;
--> statement-breakpoint
GRANT SELECT (code_hash) ON activation_codes TO lt_intake;
--> statement-breakpoint
GRANT SELECT ON attempts TO lt_intake;
--> statement-breakpoint
GRANT SELECT ON sign_ins TO lt_reader;
--> statement-breakpoint
GRANT INSERT ON sessions, activation_codes, sign_ins, attempts TO lt_intake;
--> statement-breakpoint
GRANT UPDATE (seen_at, idle_until, ended_at, ended_by) ON sessions TO lt_intake;
--> statement-breakpoint
GRANT UPDATE (used_at, replaced_at) ON activation_codes TO lt_intake;
--> statement-breakpoint
GRANT UPDATE (n, since, until), DELETE ON attempts TO lt_intake;
--> statement-breakpoint
GRANT INSERT ON facts, receipts, ledger, pending, recipients, coordinators, rollouts, joint_acts, accounts, calendar_drafts, calendar_days,
  calendar_years TO lt_intake;
--> statement-breakpoint
GRANT UPDATE (disabled_at, token_hash, login, password_hash) ON accounts TO lt_intake;
--> statement-breakpoint
GRANT UPDATE (stepped_at, calendar_version) ON programmes TO lt_intake;
--> statement-breakpoint
-- Nobody writes it: an act about a whole rollout locks its row, and so does the opening of an assignment.
GRANT UPDATE (latch) ON rollouts TO lt_intake, lt_worker;
--> statement-breakpoint
-- An operator has a parked mail tried again.
GRANT UPDATE (tries, next_try_at, parked_at) ON mails TO lt_intake;
--> statement-breakpoint
GRANT INSERT, UPDATE ON units, unit_successions, programmes, agencies, offices, calendar_days, calendar_years, templates TO lt_import;
--> statement-breakpoint
GRANT DELETE ON calendar_days, calendar_years TO lt_import;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE ledger_seq TO lt_intake, lt_worker;
--> statement-breakpoint
GRANT INSERT, UPDATE ON assignments, lines, steps, holdings, coordinators TO lt_worker;
--> statement-breakpoint
GRANT INSERT ON not_applied, versions, messages, mails, troubles, changes, ledger, ledger_digests, pending TO lt_worker;
--> statement-breakpoint
GRANT UPDATE (mail_id) ON messages TO lt_worker;
--> statement-breakpoint
GRANT UPDATE (closed_at, tries, next_try_at, sent_at, parked_at, failure, detail) ON mails TO lt_worker;
--> statement-breakpoint
GRANT DELETE ON pending, troubles, holdings, changes TO lt_worker;
