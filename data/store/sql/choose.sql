-- `merge_batch` is a part of `rows_to_merge` with all rows of its posts (refresh._choose).
-- Each column as last known; between rows captured at the same moment the greatest value, so that order never matters.
CREATE OR REPLACE TEMP TABLE merged_posts AS  -- one row a post
SELECT key_hash, platform, post_id,
    arg_max(account, (captured_at, account)) AS account,
    -- a file that tells the day only does not overrule one that tells the time
    arg_max(posted_at, (day_only IS NULL, captured_at, posted_at)) AS posted_at,
    arg_max(text, (captured_at, text)) AS text,
    arg_max(url, (captured_at, url)) AS url,
    arg_max(language, (captured_at, language)) AS language,
    arg_max(country, (captured_at, country)) AS country,
    coalesce(arg_max(media_type, (captured_at, media_type)), arg_max(supposed_media_type, (captured_at, supposed_media_type))) AS media_type,
    coalesce(arg_max(post_kind, (captured_at, post_kind)), arg_max(supposed_post_kind, (captured_at, supposed_post_kind))) AS post_kind,
    arg_max(contributor_type, (captured_at, contributor_type)) AS contributor_type,
    arg_max(contributor_basis, (captured_at, contributor_basis)) AS contributor_basis,
    arg_max(posted_on_behalf, (captured_at, posted_on_behalf)) AS posted_on_behalf,
    arg_max(mission, (captured_at, mission)) AS mission,
    arg_max(theme, (captured_at, theme)) AS theme,
    arg_max(deleted_at, (captured_at, deleted_at)) AS deleted_at,
    arg_max(consent, (captured_at, consent)) AS consent,
    arg_min(followers, ({followers_known_at}, followers)) AS followers, -- captured nearest to the post; of several the smallest
    bool_and(day_only IS NOT NULL) FILTER (posted_at IS NOT NULL) AS day_only,
    coalesce(list(DISTINCT campaign) FILTER (campaign IS NOT NULL), []) AS given_campaigns,
    bool_or(is_synthetic) AS is_synthetic
FROM merge_batch GROUP BY key_hash, platform, post_id;

CREATE OR REPLACE TEMP TABLE count_periods AS -- one row a post and capture; a counter missing from a later capture keeps its last known value
WITH captured AS (
    SELECT key_hash, platform, post_id, captured_at, {highest_counts}
    FROM merge_batch WHERE {any_count} GROUP BY ALL
),
carried AS (
    SELECT key_hash, platform, post_id, captured_at, {last_known_counts}
    FROM captured WINDOW so_far AS (PARTITION BY platform, post_id ORDER BY captured_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT key_hash, platform, post_id, captured_at AS known_from, lead(captured_at) OVER captures AS known_until, {counts},
    {any_count_fell} AS falling, first_value(captured_at) OVER captures AS first_captured_at
FROM carried WINDOW captures AS (PARTITION BY platform, post_id ORDER BY captured_at);

INSERT INTO earlier_counts SELECT * EXCLUDE (first_captured_at) FROM count_periods WHERE known_until IS NOT NULL;

INSERT INTO chosen_posts
SELECT m.*, p.first_captured_at, p.known_from, {periods_counts}, coalesce(p.falling, false)
FROM merged_posts m LEFT JOIN count_periods p ON p.key_hash = m.key_hash AND p.platform = m.platform AND p.post_id = m.post_id AND p.known_until IS NULL;
