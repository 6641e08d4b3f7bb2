CREATE TABLE IF NOT EXISTS posts (            -- one row a post, with its latest counts; key_hash finds a post faster than its names do
    key_hash UBIGINT, platform VARCHAR, post_id VARCHAR, account VARCHAR,
    contributor VARCHAR,                      -- the linked person, else the account
    posted_at TIMESTAMP, text VARCHAR, url VARCHAR, hashtags VARCHAR[], campaigns VARCHAR[],
    language VARCHAR, country VARCHAR, region VARCHAR, mission VARCHAR, mission_kind VARCHAR, media_type VARCHAR,
    post_kind VARCHAR, contributor_type VARCHAR, contributor_basis VARCHAR, posted_on_behalf BOOLEAN, account_type VARCHAR,
    own_account VARCHAR,                      -- the name of an account of the organisation, else the one value of all others
    theme VARCHAR,
    thematic_area VARCHAR,                    -- the area of work that the reference list gives to the theme
    followers BIGINT, deleted_at TIMESTAMP, consent VARCHAR,
    day_only BOOLEAN,                         -- whether only the day it was posted is known; its hour is then unknown
    is_synthetic BOOLEAN, first_captured_at TIMESTAMP, captured_at TIMESTAMP, {count_columns},
    falling BOOLEAN                           -- whether a latest count is lower than the one before
);
CREATE TABLE IF NOT EXISTS earlier_counts (   -- one row a post and period that has ended: what was known until the next capture
    key_hash UBIGINT, platform VARCHAR, post_id VARCHAR, known_from TIMESTAMP, known_until TIMESTAMP, {count_columns}, falling BOOLEAN
);

CREATE OR REPLACE VIEW engagement AS          -- one row a post and capture: cumulative counts as exported, gaps and all
SELECT platform, post_id, captured_at, {highest_counts} -- the greatest where one capture is reported twice
FROM landing.posts WHERE {any_count} GROUP BY platform, post_id, captured_at;

CREATE OR REPLACE VIEW post_counts AS         -- one row a post and period: what was known from known_from until known_until
SELECT platform, post_id, coalesce(captured_at, TIMESTAMP '0001-01-01') AS known_from, NULL::TIMESTAMP AS known_until, {counts}, falling FROM posts
UNION ALL SELECT platform, post_id, known_from, known_until, {counts}, falling FROM earlier_counts
UNION ALL                                     -- before the first capture nothing was known
SELECT platform, post_id, TIMESTAMP '0001-01-01', first_captured_at, {no_counts}, false FROM posts WHERE first_captured_at IS NOT NULL;

CREATE OR REPLACE VIEW post_latest AS         -- one row a post with its latest counts, and what follows from them
SELECT * EXCLUDE (text, url, deleted_at, consent, first_captured_at),
    {derived}
FROM posts;

CREATE OR REPLACE VIEW post_details AS        -- the same without measures known together: a statement reads half of its columns in half the time
SELECT * EXCLUDE (text, url, deleted_at, consent, first_captured_at, falling),
    {details}
FROM posts;

CREATE OR REPLACE VIEW post_history AS        -- one row a post and period: the post with all that was known then
SELECT * EXCLUDE (known_from, known_until), known_from, known_until,
    {derived}
FROM (
    SELECT p.* EXCLUDE (text, url, deleted_at, consent, first_captured_at, captured_at, falling, {counts}), {counts}, captured_at,
        coalesce(captured_at, TIMESTAMP '0001-01-01') AS known_from, NULL::TIMESTAMP AS known_until
    FROM posts p
    UNION ALL
    SELECT p.* EXCLUDE (text, url, deleted_at, consent, first_captured_at, captured_at, falling, {counts}),
        {earlier_counts}, e.known_from, e.known_from, e.known_until
    FROM posts p JOIN earlier_counts e ON e.key_hash = p.key_hash AND e.platform = p.platform AND e.post_id = p.post_id
    UNION ALL
    SELECT p.* EXCLUDE (text, url, deleted_at, consent, first_captured_at, captured_at, falling, {counts}), {no_counts}, NULL,
        TIMESTAMP '0001-01-01', first_captured_at
    FROM posts p WHERE first_captured_at IS NOT NULL
);

CREATE TABLE IF NOT EXISTS daily (            -- additive sums, one row a day and combination of the dimensions in it
    {dimension_columns}, {measure_columns}
);
CREATE TABLE IF NOT EXISTS contributor_day (  -- posts by contributor and day, for counts of distinct contributors
    {dimension_columns}, contributor VARCHAR, items BIGINT
);
CREATE TABLE IF NOT EXISTS told_voices (      -- one row a value of a told table of contributor types: values of one place are shown together
    items VARCHAR,                            -- post, sign_up, photo or contributor
    campaign VARCHAR, rows_of VARCHAR, value VARCHAR, place INTEGER -- an empty campaign is all data; an empty rows_of has no rows
);
CREATE TABLE IF NOT EXISTS told_sums (        -- one row a measured sum and contributor type of which it may be told
    campaign VARCHAR, base VARCHAR, measure VARCHAR, contributor_type VARCHAR
);
