CREATE OR REPLACE VIEW accounts AS            -- one row an account: each column as last known, unless it was taken back, which lands as ''
SELECT platform, account,
    nullif(arg_max(account_type, (coalesce(as_of, TIMESTAMP '0001-01-01'), account_type)), '') AS account_type,
    nullif(arg_max(contributor_type, (coalesce(as_of, TIMESTAMP '0001-01-01'), contributor_type)), '') AS contributor_type,
    nullif(arg_max(mission, (coalesce(as_of, TIMESTAMP '0001-01-01'), mission)), '') AS mission,
    nullif(arg_max(country, (coalesce(as_of, TIMESTAMP '0001-01-01'), country)), '') AS country,
    nullif(arg_max(language, (coalesce(as_of, TIMESTAMP '0001-01-01'), language)), '') AS language,
    nullif(arg_max(person, (coalesce(as_of, TIMESTAMP '0001-01-01'), person)), '') AS person,
    max(as_of) AS as_of
FROM landing.accounts GROUP BY platform, account;

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
