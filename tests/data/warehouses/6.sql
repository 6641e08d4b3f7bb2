-- The shape of version 6.
CREATE SCHEMA landing;
CREATE TABLE landing.accounts(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, platform VARCHAR, account VARCHAR, as_of TIMESTAMP, account_type VARCHAR, contributor_type VARCHAR, mission VARCHAR, country VARCHAR, "language" VARCHAR, followers BIGINT, person VARCHAR, own BOOLEAN, public_name VARCHAR, profile VARCHAR);
CREATE TABLE landing.campaigns(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, campaign VARCHAR, "name" VARCHAR, hashtags VARCHAR, starts DATE, ends DATE, description VARCHAR);
CREATE TABLE landing.claims(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, claim VARCHAR, campaign VARCHAR, metric VARCHAR, "value" DOUBLE, qualifier VARCHAR, unit_as_published VARCHAR, what_it_is VARCHAR, "scope" VARCHAR, as_of VARCHAR, "source" VARCHAR, url VARCHAR, verified VARCHAR, conflict_group VARCHAR, filters VARCHAR, starts DATE, ends DATE, known_on DATE, data_version BIGINT, universe VARCHAR, overlap VARCHAR, assumptions VARCHAR, note VARCHAR, what_it_is_fr VARCHAR, what_it_is_es VARCHAR, scope_fr VARCHAR, scope_es VARCHAR, note_fr VARCHAR, note_es VARCHAR, unit_as_published_fr VARCHAR, unit_as_published_es VARCHAR);
CREATE TABLE landing.consents(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, consent VARCHAR, given DATE, withdrawn DATE, expires DATE, "scope" VARCHAR, risk_review VARCHAR, minor BOOLEAN, guardian_consent BOOLEAN);
CREATE TABLE landing.events(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, "day" DATE, "event" VARCHAR, kind VARCHAR, "source" VARCHAR, event_fr VARCHAR, event_es VARCHAR);
CREATE TABLE landing.photo_votes(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, photo VARCHAR, "day" DATE, votes BIGINT);
CREATE TABLE landing.photos(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, photo VARCHAR, campaign VARCHAR, mission VARCHAR, country VARCHAR, submitted DATE, contributor_type VARCHAR, title VARCHAR, shortlisted BOOLEAN, consent VARCHAR, documented BOOLEAN);
CREATE TABLE landing.posts(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, platform VARCHAR, post_id VARCHAR, account VARCHAR, posted_at TIMESTAMP, "text" VARCHAR, url VARCHAR, "language" VARCHAR, country VARCHAR, media_type VARCHAR, post_kind VARCHAR, contributor_type VARCHAR, contributor_basis VARCHAR, posted_on_behalf BOOLEAN, mission VARCHAR, theme VARCHAR, campaign VARCHAR, deleted_at TIMESTAMP, consent VARCHAR, followers BIGINT, captured_at TIMESTAMP, impressions BIGINT, "views" BIGINT, reach BIGINT, reactions BIGINT, "comments" BIGINT, shares BIGINT, clicks BIGINT, saves BIGINT, video_views BIGINT, day_only BOOLEAN);
CREATE TABLE landing.stories(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, story VARCHAR, campaign VARCHAR, nominated DATE, mission VARCHAR, country VARCHAR, contribution_to VARCHAR, state VARCHAR, council BOOLEAN, consent VARCHAR, origin VARCHAR, transit VARCHAR, host VARCHAR, theme VARCHAR, languages VARCHAR, story_link VARCHAR, story_month VARCHAR);
CREATE TABLE landing.supporters(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, thunderclap VARCHAR, platform VARCHAR, supporter VARCHAR, signed_up DATE, connections BIGINT, country VARCHAR, supporter_type VARCHAR, opted_out BOOLEAN);
CREATE TABLE landing.targets(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, campaign VARCHAR, metric VARCHAR, "target" BIGINT, starts DATE, due DATE, note VARCHAR, note_fr VARCHAR, note_es VARCHAR);
CREATE TABLE landing.thunderclaps(import_id INTEGER, row_number BIGINT, key_hash UBIGINT, "content" UBIGINT, extra VARCHAR, thunderclap VARCHAR, campaign VARCHAR, title VARCHAR, goal BIGINT, supporters BIGINT, social_reach BIGINT, launched_at TIMESTAMP, platform VARCHAR);
CREATE TABLE audit(happened_at TIMESTAMP, "action" VARCHAR, import_id INTEGER, detail VARCHAR);
CREATE TABLE imports(import_id INTEGER PRIMARY KEY, file VARCHAR, sheet VARCHAR, sha256 VARCHAR, format VARCHAR, "encoding" VARCHAR, format_digest VARCHAR, landed_in VARCHAR, "header" VARCHAR[], extra_header VARCHAR[], timezone VARCHAR, campaign VARCHAR, captured_at TIMESTAMP, captured_basis VARCHAR, dates VARCHAR, date_orders VARCHAR, supposed MAP(VARCHAR, VARCHAR), followers_at_posting BOOLEAN, rows_read BIGINT, accepted BIGINT, duplicates BIGINT, rejected BIGINT, notes VARCHAR[], note_codes VARCHAR[], note_values JSON[], totals JSON, is_synthetic BOOLEAN, imported_at TIMESTAMP, "version" INTEGER, undone_at TIMESTAMP, CHECK((rows_read = ((accepted + duplicates) + rejected))));
CREATE TABLE meta("key" VARCHAR PRIMARY KEY, "value" VARCHAR);
CREATE TABLE rejects(import_id INTEGER, row_number BIGINT, raw VARCHAR[], reason VARCHAR, reason_codes VARCHAR[], reason_values JSON[], resolved_by INTEGER, named VARCHAR[], accepted BOOLEAN);
CREATE TABLE tombstones(item VARCHAR, kind VARCHAR, withdrawn_on DATE, reason VARCHAR);
INSERT INTO landing.accounts VALUES
(4, 2, 3238819291235024496, 2977711182263175349, NULL, 'twitter', '69cb01b4efd54f0f', '2014-06-01 00:00:00', 'person', 'migrant', 'KEN', NULL, NULL, 90, NULL, NULL, NULL, NULL);
INSERT INTO landing.campaigns VALUES
(1, 2, 8729453772385654865, 6432120457012252102, NULL, 'heroes', 'Heroes', '#Heroes', NULL, NULL, NULL);
INSERT INTO landing.posts VALUES
(2, 2, 15696403573477577951, 14681791296070137752, NULL, 'twitter', '501702184017428480', '69cb01b4efd54f0f', '2014-08-19 14:05:00', 'some words #Heroes', 'https://twitter.com/a/status/501702184017428480', NULL, NULL, NULL, NULL, 'migrant', NULL, NULL, 'KEN', NULL, NULL, NULL, NULL, NULL, '2014-09-01 00:00:00', NULL, NULL, NULL, 40, NULL, NULL, NULL, NULL, NULL, NULL),
(2, 3, 7639251981882688132, 12398592022649522928, NULL, 'twitter', '501702184017428999', '9392a39d17d3d9ba', '2014-08-20 09:00:00', 'another', 'https://twitter.com/b/status/501702184017428999', NULL, NULL, NULL, NULL, 'migrant', NULL, NULL, 'UGA', NULL, NULL, NULL, NULL, NULL, '2014-09-01 00:00:00', NULL, NULL, NULL, 7, NULL, NULL, NULL, NULL, NULL, NULL),
(3, 2, 15696403573477577951, 5308243342924490367, NULL, 'twitter', '501702184017428480', '69cb01b4efd54f0f', '2014-08-19 14:05:00', 'some words #Heroes', 'https://twitter.com/a/status/501702184017428480', NULL, NULL, NULL, NULL, 'migrant', NULL, NULL, 'KEN', NULL, NULL, NULL, NULL, NULL, '2014-10-01 00:00:00', NULL, NULL, NULL, 45, NULL, NULL, NULL, NULL, NULL, NULL),
(6, 2, 13639081032365595228, 15757555009801419290, NULL, 'twitter', '501702184017428111', 'b19033d260836159', '2014-08-19 15:00:00', 'from the office #Heroes', 'https://twitter.com/office/status/501702184017428111', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2014-09-01 00:00:00', 50, NULL, NULL, 4, 0, 0, 0, NULL, NULL, NULL);
INSERT INTO landing.stories VALUES
(5, 2, 15507832933107599029, 4502313067458232525, NULL, 'story-7', 'heroes', '2014-08-02', 'KEN', 'KEN', 'host', 'accepted', false, 'consent-7', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO main.audit VALUES
('2026-12-01 01:52:09.329198', 'import', 1, 'campaigns.csv'),
('2026-12-01 01:52:09.464768', 'import', 2, 'contributions_2014-09-01.csv'),
('2026-12-01 01:52:09.602072', 'import', 3, 'contributions_2014-10-01.csv'),
('2026-12-01 01:52:09.768490', 'import', 4, 'directory.csv'),
('2026-12-01 01:52:09.859315', 'import', 5, 'stories.csv'),
('2026-12-01 01:52:09.952529', 'import', 6, 'x_20140801_20140901_en.csv');
INSERT INTO main.imports VALUES
(1, 'campaigns.csv', '', '28f39abdbe6ff30a1edac4e71c80bfee04bcbd994f47d4aa7d92ea909b5d52c3', 'campaign_sheet', 'utf-8', NULL, 'campaigns', ['Campaign', 'Name', 'Hashtags'], [], 'UTC', NULL, NULL, NULL, NULL, '{}', MAP {}, false, 1, 1, 0, 0, [], [], [], '{"campaigns": 1}', false, '2026-12-01 01:52:09.329198', 1, NULL),
(2, 'contributions_2014-09-01.csv', '', 'af3d813ea9ac1627bdc39ef845db9312c0e738a50447f28168933745542f8e56', 'contribution_sheet', 'utf-8', NULL, 'posts', ['Platform', 'Post ID', 'Link', 'Posted at', 'Text', 'Account', 'Contributor type', 'Mission', 'Reactions'], [], 'UTC', NULL, '2014-09-01 00:00:00', 'by_name', NULL, '{}', MAP {}, true, 3, 2, 0, 1, [], [], [], '{"posts": 2, "reactions": 47}', false, '2026-12-01 01:52:09.464768', 1, NULL),
(3, 'contributions_2014-10-01.csv', '', 'f7db2b01206d06fe83d7677c4225798a448a9066dd2198770beeabce6f06540f', 'contribution_sheet', 'utf-8', NULL, 'posts', ['Platform', 'Post ID', 'Link', 'Posted at', 'Text', 'Account', 'Contributor type', 'Mission', 'Reactions'], [], 'UTC', NULL, '2014-10-01 00:00:00', 'by_name', NULL, '{}', MAP {}, true, 1, 1, 0, 0, [], [], [], '{"posts": 1, "reactions": 45}', false, '2026-12-01 01:52:09.602072', 1, NULL),
(4, 'directory.csv', '', 'fa68527fa822c35ba5a420a21f53af046f27ea9aae1cf21baaeb68d7feb1703f', 'contributor_directory', 'utf-8', NULL, 'accounts', ['Platform', 'Account', 'Account type', 'Contributor type', 'Mission', 'Followers', 'As of'], [], 'UTC', NULL, NULL, NULL, NULL, '{}', MAP {}, false, 1, 1, 0, 0, [], [], [], '{"accounts": 1}', false, '2026-12-01 01:52:09.768490', 1, NULL),
(5, 'stories.csv', '', '6ee85d3abdbf991d8030d480815bc49bd642ec19d0ff40407d02bbd0ad6a14d3', 'story_sheet', 'utf-8', NULL, 'stories', ['Story', 'Campaign', 'Nominated', 'Mission', 'Country', 'Contribution to', 'State', 'For Council', 'Consent'], [], 'UTC', NULL, NULL, NULL, NULL, '{}', MAP {}, false, 2, 1, 0, 1, [], [], [], '{"stories": 1}', false, '2026-12-01 01:52:09.859315', 1, NULL),
(6, 'x_20140801_20140901_en.csv', '', '65b22cfc97d9f9e9c05c696bb8d1afc0c43263435b1aba27d8bd862dd190ad55', 'x_analytics_tweets', 'utf-8', NULL, 'posts', ['Tweet id', 'Tweet permalink', 'Tweet text', 'time', 'impressions', 'retweets', 'replies', 'likes', 'url clicks'], [], 'UTC', NULL, '2014-09-01 00:00:00', 'by_name', NULL, '{}', MAP {'post_kind': 'original'}, false, 1, 1, 0, 0, [], [], [], '{"posts": 1, "impressions": 50, "reactions": 4, "comments": 0, "shares": 0, "clicks": 0}', false, '2026-12-01 01:52:09.952529', 1, NULL);
INSERT INTO main.meta VALUES
('definition', 'older'),
('hashes', 'older'),
('key_check', '4093cc4cb7588f72b4b6cecbb6ba8ae2'),
('schema', '6'),
('told_campaigns', '["heroes"]'),
('told_least', '10');
INSERT INTO main.rejects VALUES
(2, 4, ['Twitter', '501702184017428998', 'https://twitter.com/b/status/501702184017428998', '31.31.2014', 'another', 'b', 'Migrant', 'UGA', '7'], 'Posted at: “31.31.2014” cannot be read. Write it as 2014-08-19 14:05', ['not_read'], ['{"title": "Posted at", "cell": "31.31.2014", "example": "2014-08-19 14:05"}'], NULL, ['post:twitter/501702184017428998', 'post:twitter/501702184017428998'], false),
(5, 3, ['story-8', 'heroes', 'soon', 'KEN', 'KEN', 'host', 'accepted', 'no', 'consent-7'], 'Nominated: “soon” cannot be read. Write it as 2014-08-19', ['not_read'], ['{"title": "Nominated", "cell": "soon", "example": "2014-08-19"}'], NULL, ['story:story-8', 'consent:consent-7'], false);
-- what was derived in another way
CREATE TABLE posts (platform VARCHAR, post_id VARCHAR);
CREATE VIEW labels AS SELECT 1 AS label;
