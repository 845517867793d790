-- Campaigns and applications: one table for every kind of procedure.

-- A window in which applications of one kind are taken.
create table campaign (
    id blob not null primary key check (length(id) = 16),
    -- Kind of procedure, `masterExam`.
    kind text not null,
    -- Stable name used by seeds and officers, `master-2026-1`.
    code text not null unique,
    -- First year of the academic year.
    academic_year integer not null,
    -- Attempt; 0 where the campaign has none.
    attempt integer not null default 0,
    -- Half-open window [opens_at, closes_at).
    opens_at integer not null,
    closes_at integer not null,
    -- Fee of one confirmation in qəpik.
    fee integer not null check (fee >= 0),
    -- Act and edition it is judged by.
    rule_set text not null,
    -- Parameters of the kind as JSON text; opaque to SQL.
    settings text not null,
    -- Shown to applicants from here on; empty = not announced.
    announced_at integer,
    -- Order in the list of services.
    sort integer not null default 0,
    version integer not null default 1,
    created_at integer not null,
    updated_at integer not null,
    check (opens_at < closes_at)
) strict;
create index campaign_kind on campaign (kind, academic_year, attempt);

-- A person's request under a campaign. Desks and reports use these columns and facets, never the sealed draft.
create table application (
    id blob not null primary key check (length(id) = 16),
    kind text not null,
    campaign_id blob not null references campaign (id) check (length(campaign_id) = 16),
    -- Whom it concerns.
    person_id blob not null references person (id) check (length(person_id) = 16),
    -- Who acts; empty where an officer entered it for somebody without an account.
    account_id blob references account (id) check (length(account_id) = 16),
    -- The application it belongs to.
    parent_id blob references application (id) check (length(parent_id) = 16),
    -- What it is about, where that is not an application: a result, an admission line.
    subject_id blob check (length(subject_id) = 16),
    entitlement_id blob check (length(entitlement_id) = 16),
    -- Six digits, unique in the campaign; opens nothing by itself.
    work_number text not null,
    -- A word of the kind's state table.
    state text not null,
    -- Raised by every move.
    version integer not null default 1,
    -- Raised by every save of answers; what the draft is bound to when sealed.
    answers_rev integer not null default 0,
    -- Version of the draft's shape.
    draft_version integer not null,
    -- Sealed draft; empty until the first save.
    draft blob,
    -- The version whose snapshot is valid.
    confirmed_version integer,
    -- Institution or commission that may see it.
    scope_id text,
    -- The officer working on it.
    assigned_to blob references account (id) check (length(assigned_to) = 16),
    due_at integer,
    submitted_at integer,
    -- Copies of the person's keys, so that a desk sorts and searches without a join.
    name_key text not null,
    sort_key text not null,
    created_at integer not null,
    -- Never steps back.
    updated_at integer not null,
    unique (campaign_id, work_number)
) strict;
create index application_account on application (account_id, created_at, id);
create index application_person on application (person_id, kind);
create index application_desk on application (kind, state, scope_id, submitted_at, id);
create index application_name on application (kind, name_key, id);
create index application_parent on application (parent_id);

-- Revision and time of each saved step; its ETag.
create table application_step (
    application_id blob not null references application (id) check (length(application_id) = 16),
    -- `masterExam.exam`.
    step text not null,
    revision integer not null,
    saved_at integer not null,
    primary key (application_id, step)
) strict, without rowid;

-- What was judged at a move: answers, facts, findings. Nobody edits it.
create table application_version (
    application_id blob not null references application (id) check (length(application_id) = 16),
    version integer not null,
    -- State reached by the move.
    state text not null,
    -- Sealed canonical JSON.
    snapshot blob not null,
    -- SHA-256 of the unsealed snapshot.
    digest blob not null,
    rule_set text not null,
    at integer not null,
    primary key (application_id, version)
) strict;

-- "One live application per …": the key is the guard.
create table claim (
    key text not null primary key,
    -- Checked at commit, so a claim can be taken before its application is written.
    application_id blob not null references application (id) deferrable initially deferred check (length(application_id) = 16),
    at integer not null
) strict;
create index claim_application on claim (application_id);

-- Limited places: groups, visit slots, halls.
create table pool (
    id text not null primary key,
    capacity integer not null,
    taken integer not null default 0,
    check (taken >= 0 and taken <= capacity)
) strict;

-- What one application waits for.
create table timer (
    application_id blob not null references application (id) check (length(application_id) = 16),
    name text not null,
    at integer not null,
    primary key (application_id, name)
) strict, without rowid;
create index timer_due on timer (at, application_id);

-- What desks filter by and reports count; rewritten with the move.
create table facet (
    application_id blob not null references application (id) check (length(application_id) = 16),
    name text not null,
    text text,
    number integer,
    at integer,
    primary key (application_id, name)
) strict, without rowid;
create index facet_text on facet (name, text, application_id);

-- The last answer of a register about a person.
create table fact (
    person_id blob not null references person (id) check (length(person_id) = 16),
    -- `person`, `education`, `recognition`.
    need text not null,
    status text not null check (status in ('known', 'notFound', 'unavailable')),
    -- Sealed answer; empty unless known.
    value blob,
    -- Which register.
    source text not null,
    at integer not null,
    primary key (person_id, need)
) strict;

-- What happened to an application, in the words the person may read. No personal data.
create table timeline (
    id blob not null primary key check (length(id) = 16),
    application_id blob not null references application (id) check (length(application_id) = 16),
    at integer not null,
    -- Key under `timeline.` in the locales.
    name text not null,
    -- Word of the actor: applicant, commission, system.
    actor text not null,
    -- BOTH is shown to the applicant, DESK is not.
    audience text not null check (audience in ('BOTH', 'DESK')),
    -- JSON text without personal data.
    detail text not null
) strict;
create index timeline_application on timeline (application_id, at, id);

-- A paper that can be checked in public by its code.
create table issued_document (
    id blob not null primary key check (length(id) = 16),
    kind text not null,
    -- Random, at least 128 bits; the only key of the public check.
    code text not null unique,
    -- Number printed for people.
    number text not null,
    application_id blob references application (id) check (length(application_id) = 16),
    -- The application's version it prints.
    application_version integer,
    -- SHA-256 of what it prints.
    digest blob not null,
    -- Sealed: what the public check shows.
    data blob,
    state text not null check (state in ('VALID', 'SUPERSEDED', 'REVOKED')),
    issued_at integer not null,
    expires_at integer
) strict;
create index issued_document_application on issued_document (application_id, kind, issued_at);
