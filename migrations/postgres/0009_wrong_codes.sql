-- Wrong one-time codes over all persons together, and whether they are too many.

-- Counts in slices of a tenth of the window; spread over shards so that nodes do not wait for one row.
create table wrong_code (
    circuit text collate "C" not null,
    -- Start of the slice.
    slice bigint not null,
    shard bigint not null,
    count bigint not null,
    primary key (circuit, slice, shard)
);

-- Open from `opened_at` until `until`; written when it opens, moves on or closes.
create table circuit (
    name text collate "C" not null primary key,
    opened_at bigint not null,
    until bigint not null,
    -- When closing was noted; empty = not yet.
    closed_at bigint
);
