-- One row an account: each column as last known, unless it was taken back, which lands as ''. Default deny: an account is the organisation's
-- own if the newest row about that says so, and an institution with a mission has it. All others have no name.
CREATE OR REPLACE VIEW accounts AS
WITH described AS (
    SELECT platform, account,
        nullif(arg_max(account_type, (coalesce(as_of, TIMESTAMP '0001-01-01'), account_type)), '') AS account_type,
        nullif(arg_max(contributor_type, (coalesce(as_of, TIMESTAMP '0001-01-01'), contributor_type)), '') AS contributor_type,
        nullif(arg_max(mission, (coalesce(as_of, TIMESTAMP '0001-01-01'), mission)), '') AS mission,
        nullif(arg_max(country, (coalesce(as_of, TIMESTAMP '0001-01-01'), country)), '') AS country,
        nullif(arg_max(language, (coalesce(as_of, TIMESTAMP '0001-01-01'), language)), '') AS language,
        nullif(arg_max(person, (coalesce(as_of, TIMESTAMP '0001-01-01'), person)), '') AS person,
        max(as_of) AS as_of,
        arg_max(NOT own, (coalesce(as_of, TIMESTAMP '0001-01-01'), NOT own)) IS NOT DISTINCT FROM false AS own, -- of equally new rows a no stands
        nullif(arg_max(public_name, (coalesce(as_of, TIMESTAMP '0001-01-01'), public_name)), '') AS public_name,
        nullif(arg_max(profile, (coalesce(as_of, TIMESTAMP '0001-01-01'), profile)), '') AS profile
    FROM landing.accounts GROUP BY platform, account
),
called AS (
    SELECT d.*, coalesce(d.public_name, 'IOM ' || coalesce(m.name, d.mission)) AS called,
        coalesce(v.label, upper(left(d.platform, 1)) || replace(substr(d.platform, 2), '_', ' ')) AS network
    FROM described d LEFT JOIN missions m ON m.mission = d.mission
    LEFT JOIN vocabularies v ON v.dimension = 'platform' AND v.code = d.platform
)
SELECT * EXCLUDE (called, network),
    CASE WHEN own AND account_type IN ({institutions}) AND mission IS NOT NULL
        THEN called || CASE WHEN ends_with(rtrim(called, ')'), network) THEN '' ELSE ' (' || network || ')' END END AS own_account
FROM called;

CREATE OR REPLACE VIEW account_followers AS   -- followers over time: one row an account and moment; restating one makes it no greater
SELECT platform, account, known_at, min(followers) AS followers FROM (
    SELECT platform, account, coalesce(as_of, TIMESTAMP '0001-01-01') AS known_at, followers
    FROM landing.accounts WHERE followers IS NOT NULL
    UNION ALL
    SELECT platform, account, {followers_known_at}, followers
    FROM landing.posts JOIN ({told_by_import}) USING (import_id)
    WHERE followers IS NOT NULL AND account IS NOT NULL AND {followers_known_at} IS NOT NULL
) GROUP BY platform, account, known_at;

CREATE OR REPLACE VIEW campaign_hashtags AS   -- one row a campaign and hashtag that makes a post part of it
SELECT campaign, unnest({named_hashtags}) AS hashtag FROM campaigns;
