CREATE OR REPLACE TEMP TABLE old_at AS SELECT rowid AS place FROM posts SEMI JOIN touched USING (key_hash);
CREATE OR REPLACE TEMP TABLE said_at AS SELECT rowid AS place, key_hash FROM landing.posts SEMI JOIN touched USING (key_hash);
CREATE OR REPLACE TEMP TABLE several AS       -- nearly all posts are said once: of the others it must be chosen what stands
SELECT key_hash FROM said_at GROUP BY key_hash HAVING count(*) > 1;
CREATE OR REPLACE TEMP TABLE once_at AS SELECT place FROM said_at ANTI JOIN several USING (key_hash);
CREATE OR REPLACE TEMP TABLE several_at AS SELECT place FROM said_at SEMI JOIN several USING (key_hash);
DROP TABLE said_at;
DROP TABLE several;
