-- Tables that sheets make: written whole before a version is published, because they are small, and asked on every page, where it costs more to
-- plan how they follow from what was landed than to read them.
CREATE OR REPLACE TABLE supporter_facts AS    -- one row a supporter; a Thunderclap known by its summary alone is one row
SELECT s.thunderclap, s.supporter AS contributor, s.signed_up AS day, isodow(s.signed_up)::INTEGER AS weekday,
    CASE WHEN t.campaign IS NULL THEN [] ELSE [t.campaign] END AS campaigns, s.platform,
    coalesce(s.country, 'unknown') AS country, coalesce(c.region, 'unknown') AS region,
    coalesce(s.supporter_type, 'unknown') AS contributor_type, coalesce(a.account_type, 'unknown') AS account_type,
    coalesce(a.own_account, {other_accounts}) AS own_account, 1 AS supporters, s.connections, NOT coalesce(s.opted_out, false) AS counted, s.is_synthetic
FROM supporters s LEFT JOIN thunderclaps t USING (thunderclap) LEFT JOIN countries c ON c.country = s.country
LEFT JOIN accounts a ON a.platform = s.platform AND a.account = s.supporter
UNION ALL
SELECT t.thunderclap, NULL, t.launched_at::DATE, isodow(t.launched_at)::INTEGER, CASE WHEN t.campaign IS NULL THEN [] ELSE [t.campaign] END, 'unknown', 'unknown', 'unknown', 'unknown', 'unknown',
    {other_accounts}, t.supporters, t.social_reach, true, t.is_synthetic
FROM thunderclaps t ANTI JOIN supporters USING (thunderclap);

CREATE OR REPLACE TABLE photo_facts AS        -- one row a photo entered
SELECT p.photo, p.submitted AS day, isodow(p.submitted)::INTEGER AS weekday,
    CASE WHEN p.campaign IS NULL THEN [] ELSE [p.campaign] END AS campaigns,
    coalesce(p.mission, 'unknown') AS mission, coalesce(m.kind, 'unknown') AS mission_kind,
    coalesce(m.region, c.region, 'unknown') AS region, coalesce(p.country, m.country, 'unknown') AS country,
    coalesce(p.contributor_type, 'unknown') AS contributor_type, p.shortlisted, p.documented, p.is_synthetic
FROM photos p LEFT JOIN missions m ON m.mission = p.mission LEFT JOIN countries c ON c.country = p.country;

CREATE OR REPLACE TABLE vote_facts AS         -- one row a photo and day
SELECT v.photo, v.day, isodow(v.day)::INTEGER AS weekday, v.votes, coalesce(p.campaigns, []) AS campaigns,
    coalesce(p.mission, 'unknown') AS mission, coalesce(p.mission_kind, 'unknown') AS mission_kind, coalesce(p.region, 'unknown') AS region,
    coalesce(p.country, 'unknown') AS country, coalesce(p.contributor_type, 'unknown') AS contributor_type, v.is_synthetic
FROM photo_votes v LEFT JOIN photo_facts p USING (photo);

CREATE OR REPLACE TABLE photo_rows AS         -- one row a photo, as its sheet has it
SELECT photo, campaign, submitted, mission, country, title, shortlisted, documented, consent, is_synthetic FROM photos;

CREATE OR REPLACE TABLE story_rows AS         -- one row a story with its consent, whether or not it holds today
SELECT s.*, isodow(s.nominated)::INTEGER AS weekday, coalesce(m.kind, 'unknown') AS mission_kind,
    coalesce(m.region, k.region, 'unknown') AS region, coalesce(s.country, m.country, 'unknown') AS known_country,
    c.withdrawn IS NOT NULL OR starts_with(s.story, 'withdrawn:') AS is_withdrawn, c.given, c.expires, c.risk_review
FROM stories s LEFT JOIN missions m ON m.mission = s.mission LEFT JOIN countries k ON k.country = s.country
LEFT JOIN consents c ON c.consent = s.consent;

-- Default deny. Where rows of the newest capture differ, or of none is known when it was written, each of them must hold.
CREATE OR REPLACE TABLE consent_days AS       -- one row a consent under which something may be shown one by one, and the days between which
SELECT consent, max(given) AS given, min(expires) AS expires FROM (
    SELECT l.*, captured_at IS NOT DISTINCT FROM max(captured_at) OVER (PARTITION BY consent) AS newest
    FROM landing.consents l JOIN (SELECT import_id, captured_at FROM imports) USING (import_id)
)
WHERE newest AND 'consent:' || consent NOT IN ( -- what a newer row says of it could not be read, and may be that it is withdrawn
    SELECT unnest(named) FROM rejects JOIN imports USING (import_id) WHERE landed_in = 'consents' AND resolved_by IS NULL)
GROUP BY consent
HAVING bool_and(coalesce(given IS NOT NULL AND withdrawn IS NULL
    AND list_contains(string_split_regex(lower(scope), '[ ,;]+'), 'dashboard') AND lower(risk_review) = 'passed'
    AND (NOT coalesce(minor, false) OR coalesce(guardian_consent, false)), false));
