-- Wrong one-time codes over all persons together, and whether they are too many.

-- Counts in slices of a tenth of the window; spread over shards so that nodes do not wait for one row.
create table wrong_code (
    circuit text not null,
    -- Start of the slice.
    slice integer not null,
    shard integer not null,
    count integer not null,
    primary key (circuit, slice, shard)
) strict, without rowid;

-- Open from `opened_at` until `until`; written when it opens, moves on or closes.
create table circuit (
    name text not null primary key,
    opened_at integer not null,
    until integer not null,
    -- When closing was noted; empty = not yet.
    closed_at integer
) strict, without rowid;
