-- The catalogue: what a person may choose later, one row for each code, section and funding.

create table specialization (
    code text collate "C" not null,
    section text collate "C" not null,
    funding text collate "C" not null,
    -- Code of the specialty it belongs to.
    specialty text not null,
    title_az text not null,
    title_en text not null,
    title_ru text not null,
    teaching_language text not null,
    class text not null,
    specialization_language text not null,
    specialty_group text not null,
    -- Code in the reference list of institutions.
    institution text not null,
    -- Seats.
    capacity bigint not null,
    ranking text not null,
    -- Act or publication it is taken from; only a named source is official.
    basis text not null,
    -- Order in the file.
    sort bigint not null,
    primary key (code, section, funding)
);
