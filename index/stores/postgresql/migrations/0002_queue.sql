-- Documents that wait to be embedded by workers, for the generation that is staged. A worker locks
-- the rows that it takes, and deletes them in the transaction in which it writes their passages.

CREATE TABLE queue (
    article_id text COLLATE "C" PRIMARY KEY,
    number integer NOT NULL,   -- the generation
    digest bytea NOT NULL,     -- of the document
    reused text COLLATE "C",   -- the staged article whose passages may be the same; NULL for none
    article text NOT NULL      -- JSON
);
