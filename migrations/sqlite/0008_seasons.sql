-- What a campaign's calendar brings: returns for correction, reminders sent, deadlines extended for all.

-- Why an application was given back, and what of it may be changed. The newest row of an application counts.
create table correction (
    application_id blob not null references application (id) check (length(application_id) = 16),
    -- The application's version made by the return.
    version integer not null,
    -- Sealed words of the officer.
    reason blob not null,
    -- JSON list of step ids; empty = every step.
    steps text not null,
    at integer not null,
    primary key (application_id, version)
) strict;

-- What a person was told because of the calendar. The key is the guard: each once, whatever is killed or repeated.
create table reminder (
    application_id blob not null references application (id) check (length(application_id) = 16),
    -- What was told and about which deadline: `72h/<µs>`, `24h/<µs>`, `extended/<µs>`.
    name text not null,
    at integer not null,
    primary key (application_id, name)
) strict, without rowid;

-- A deadline moved for everybody.
create table extension (
    id blob not null primary key check (length(id) = 16),
    campaign_id blob not null references campaign (id) check (length(campaign_id) = 16),
    -- First instants after the window, before and after.
    closed_at integer not null,
    closes_at integer not null,
    -- Why, as told to the applicants; no personal data.
    reason text not null,
    officer text not null,
    at integer not null,
    -- When everybody had been told and every application reopened; empty = still under way.
    told_at integer
) strict;
create index extension_open on extension (at) where told_at is null;
