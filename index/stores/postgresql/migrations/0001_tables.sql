-- Rows carry the generation that they were born in and the one that they died in: a reader of
-- generation g sees those of which born <= g < died. Text is kept as index.stores.postgresql.text
-- writes it, since PostgreSQL has no NUL.

CREATE TABLE generations (
    number integer PRIMARY KEY,
    name text NOT NULL UNIQUE,
    since integer NOT NULL,   -- rows that were born before are not of it: it began empty
    format integer NOT NULL,
    codec bytea NOT NULL,     -- how word vectors are packed
    info jsonb NOT NULL,
    left_out text NOT NULL    -- JSON: the documents that were left out, and why
);

CREATE TABLE state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    generation integer REFERENCES generations,  -- the current one
    staging jsonb,            -- what an unfinished generation is made with
    staging_codec bytea,
    volatile_words boolean NOT NULL DEFAULT false  -- a BM25 index that a crash may damage is taken
);
INSERT INTO state DEFAULT VALUES;

CREATE TABLE articles (
    id text COLLATE "C" NOT NULL,
    born integer NOT NULL,
    died integer NOT NULL DEFAULT 2147483647,
    title text NOT NULL,
    text text NOT NULL,
    body_start integer NOT NULL,
    url text,
    updated text,              -- ISO 8601
    author text NOT NULL,
    digest bytea NOT NULL,     -- of the document it was read from
    signature bytea NOT NULL,  -- what near-duplicates are found by
    day_first_day integer NOT NULL,
    day_last_day integer NOT NULL,
    day_version_day integer NOT NULL,
    name_source text COLLATE "C" NOT NULL,
    name_language text COLLATE "C" NOT NULL,
    name_dated text COLLATE "C" NOT NULL,
    PRIMARY KEY (id, born)
);
CREATE INDEX articles_by_day ON articles (day_last_day, day_first_day);

-- Apart from the articles, since a copy that comes later marks those that were there before.
CREATE TABLE clusters (
    article_id text COLLATE "C" NOT NULL,
    born integer NOT NULL,
    died integer NOT NULL DEFAULT 2147483647,
    cluster text COLLATE "C" NOT NULL,
    PRIMARY KEY (article_id, born)
);
CREATE INDEX clusters_by_cluster ON clusters (cluster);

CREATE TABLE passages (
    id bigint NOT NULL,
    born integer NOT NULL,
    died integer NOT NULL DEFAULT 2147483647,
    article_id text COLLATE "C" NOT NULL,
    first integer NOT NULL,    -- character of the article's text
    past integer NOT NULL,     -- one past the last
    times integer[] NOT NULL,  -- start and end of each period, as ordinals of days
    vector halfvec NOT NULL,
    terms text NOT NULL,       -- see index.stores.postgresql.terms
    lengths integer[] NOT NULL,                -- terms in each field of the language
    weights sparsevec(1000000000) NOT NULL,    -- the terms' part of BM25, for few passages
    day_first_day integer NOT NULL,
    day_last_day integer NOT NULL,
    day_version_day integer NOT NULL,
    name_source text COLLATE "C" NOT NULL,
    name_language text COLLATE "C" NOT NULL,
    name_dated text COLLATE "C" NOT NULL,
    PRIMARY KEY (id, born)
);
-- The vector is read with every comparison: it stays in the row, and the others leave it.
ALTER TABLE passages ALTER COLUMN vector SET STORAGE MAIN;
CREATE INDEX passages_by_article ON passages (article_id);
CREATE INDEX passages_by_last_day ON passages (day_last_day);
CREATE INDEX passages_by_version_day ON passages (day_version_day);
CREATE INDEX passages_by_first_day ON passages (day_first_day);
CREATE INDEX passages_by_source ON passages (name_source);

CREATE TABLE word_vectors (
    passage_id bigint NOT NULL,
    born integer NOT NULL,
    packed bytea NOT NULL,
    PRIMARY KEY (passage_id, born)
);
ALTER TABLE word_vectors ALTER COLUMN packed SET STORAGE EXTERNAL;  -- nothing to compress

-- In how many passages each term is, by generation.
CREATE TABLE term_counts (
    token text COLLATE "C" NOT NULL,
    born integer NOT NULL,
    died integer NOT NULL DEFAULT 2147483647,
    passages integer NOT NULL,
    PRIMARY KEY (token, born)
);

CREATE INDEX articles_born ON articles (born);
CREATE INDEX clusters_born ON clusters (born);
CREATE INDEX passages_born ON passages (born);
CREATE INDEX word_vectors_born ON word_vectors (born);
CREATE INDEX term_counts_born ON term_counts (born);
CREATE INDEX articles_died ON articles (died) WHERE died < 2147483647;
CREATE INDEX clusters_died ON clusters (died) WHERE died < 2147483647;
CREATE INDEX passages_died ON passages (died) WHERE died < 2147483647;
CREATE INDEX term_counts_died ON term_counts (died) WHERE died < 2147483647;
