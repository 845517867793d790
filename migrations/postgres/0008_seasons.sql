-- What a campaign's calendar brings: returns for correction, reminders sent, deadlines extended for all.

-- Why an application was given back, and what of it may be changed. The newest row of an application counts.
create table correction (
    application_id uuid not null references application (id),
    -- The application's version made by the return.
    version bigint not null,
    -- Sealed words of the officer.
    reason bytea not null,
    -- JSON list of step ids; empty = every step.
    steps text collate "C" not null,
    at bigint not null,
    primary key (application_id, version)
);

-- What a person was told because of the calendar. The key is the guard: each once, whatever is killed or repeated.
create table reminder (
    application_id uuid not null references application (id),
    -- What was told and about which deadline: `72h/<µs>`, `24h/<µs>`, `extended/<µs>`.
    name text collate "C" not null,
    at bigint not null,
    primary key (application_id, name)
);

-- A deadline moved for everybody.
create table extension (
    id uuid not null primary key,
    campaign_id uuid not null references campaign (id),
    -- First instants after the window, before and after.
    closed_at bigint not null,
    closes_at bigint not null,
    -- Why, as told to the applicants; no personal data.
    reason text not null,
    officer text not null,
    at bigint not null,
    -- When everybody had been told and every application reopened; empty = still under way.
    told_at bigint
);
create index extension_open on extension (at) where told_at is null;
