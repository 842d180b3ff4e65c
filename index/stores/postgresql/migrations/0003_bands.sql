-- What near-duplicates are looked up by: keys of which two share at least one
-- (index.near_duplicates.band_keys).

ALTER TABLE articles ADD COLUMN bands bigint[] NOT NULL DEFAULT '{}';
CREATE INDEX articles_by_band ON articles USING gin (bands);
