CREATE SCHEMA IF NOT EXISTS landing;

CREATE TABLE IF NOT EXISTS imports (          -- one row an import of a file
    import_id INTEGER PRIMARY KEY,
    file VARCHAR, sheet VARCHAR, sha256 VARCHAR, format VARCHAR, encoding VARCHAR,
    format_digest VARCHAR,                    -- of a team's own format: how it was when the file was read
    landed_in VARCHAR,                        -- the landing table that has its rows
    header VARCHAR[], extra_header VARCHAR[], -- the file's columns, and those of them no canonical column takes
    timezone VARCHAR,                         -- zone that times without an offset were read in
    campaign VARCHAR,                         -- campaign given at import
    captured_at TIMESTAMP, captured_basis VARCHAR, -- and the code of how that is known
    dates VARCHAR,                            -- order of day and month chosen at import
    date_orders VARCHAR,                      -- JSON: column -> layout of its dates -> order they were read in
    supposed MAP(VARCHAR, VARCHAR),           -- what the format supposes of columns that a row leaves open: it fills gaps only
    followers_at_posting BOOLEAN,             -- whether followers are those when it was posted; else those when the counts were read
    rows_read BIGINT, accepted BIGINT, duplicates BIGINT, rejected BIGINT,
    notes VARCHAR[],                          -- what the receipt says, in English; with code and values of each
    note_codes VARCHAR[], note_values JSON[],
    totals JSON, is_synthetic BOOLEAN,
    imported_at TIMESTAMP, version INTEGER, undone_at TIMESTAMP,
    CHECK (rows_read = accepted + duplicates + rejected)
);
CREATE TABLE IF NOT EXISTS rejects (          -- one row a rejected row, or a row with cells to correct; raw is aligned with imports.header
    import_id INTEGER, row_number BIGINT, raw VARCHAR[],
    reason VARCHAR,                           -- why, in English; with code and values of each message in it
    reason_codes VARCHAR[], reason_values JSON[],
    resolved_by INTEGER,                      -- the import of the mended row
    named VARCHAR[],                          -- the consent, story, photo or post that it names, as `kind:name`; with them it is erased
    accepted BOOLEAN                          -- whether the row is accepted, and the reason speaks of cells that are unknown therefore
);
CREATE TABLE IF NOT EXISTS tombstones (       -- one row a thing that was withdrawn, or a trace of one: what recognises it, and says no more
    item VARCHAR,                             -- keyed hash of `kind:name`
    kind VARCHAR, withdrawn_on DATE, reason VARCHAR
);
CREATE TABLE IF NOT EXISTS meta (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE IF NOT EXISTS audit (happened_at TIMESTAMP, action VARCHAR, import_id INTEGER, detail VARCHAR);
CREATE TABLE IF NOT EXISTS regions (region VARCHAR PRIMARY KEY, name VARCHAR, city VARCHAR);
CREATE TABLE IF NOT EXISTS countries (country VARCHAR PRIMARY KEY, iso2 VARCHAR, name VARCHAR, region VARCHAR);
CREATE TABLE IF NOT EXISTS missions (         -- country missions, regional offices, headquarters: `kind` tells
    mission VARCHAR PRIMARY KEY, kind VARCHAR, name VARCHAR, region VARCHAR, country VARCHAR, present BOOLEAN
);
CREATE TABLE IF NOT EXISTS names (            -- every spelling of a mission or country that imports accept, folded
    list VARCHAR, spelling VARCHAR, code VARCHAR
);
CREATE TABLE IF NOT EXISTS platform_changes (day DATE, platform VARCHAR, metric VARCHAR, change VARCHAR);
CREATE TABLE IF NOT EXISTS vocabularies (dimension VARCHAR, code VARCHAR, label VARCHAR);
