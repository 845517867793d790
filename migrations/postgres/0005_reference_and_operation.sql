-- Reference lists, settings and leases.

-- A row of a reference list with its source.
create table reference (
    list text collate "C" not null,
    code text collate "C" not null,
    name_az text not null,
    name_en text not null,
    name_ru text not null,
    -- Act or publication it is taken from.
    basis text not null,
    -- Further columns of the list as JSON text; opaque to SQL.
    extra text not null,
    -- Order in the list.
    sort bigint not null,
    primary key (list, code)
);

-- Named values that officers change at run time.
create table setting (
    name text collate "C" primary key,
    value text not null,
    updated_at bigint not null
);

-- Who does what only one node may do: the sealer, sweeps.
create table lease (
    name text collate "C" primary key,
    holder text not null,
    until bigint not null
);
