-- Campaigns and applications: one table for every kind of procedure.

-- A window in which applications of one kind are taken.
create table campaign (
    id uuid primary key,
    -- Kind of procedure, `masterExam`.
    kind text not null,
    -- Stable name used by seeds and officers, `master-2026-1`.
    code text collate "C" not null unique,
    -- First year of the academic year.
    academic_year bigint not null,
    -- Attempt; 0 where the campaign has none.
    attempt bigint not null default 0,
    -- Half-open window [opens_at, closes_at).
    opens_at bigint not null,
    closes_at bigint not null,
    -- Fee of one confirmation in qəpik.
    fee bigint not null check (fee >= 0),
    -- Act and edition it is judged by.
    rule_set text not null,
    -- Parameters of the kind as JSON text; opaque to SQL.
    settings text not null,
    -- Shown to applicants from here on; empty = not announced.
    announced_at bigint,
    -- Order in the list of services.
    sort bigint not null default 0,
    version bigint not null default 1,
    created_at bigint not null,
    updated_at bigint not null,
    check (opens_at < closes_at)
);
create index campaign_kind on campaign (kind, academic_year, attempt);

-- A person's request under a campaign. Desks and reports use these columns and facets, never the sealed draft.
create table application (
    id uuid primary key,
    kind text not null,
    campaign_id uuid not null references campaign (id),
    -- Whom it concerns.
    person_id uuid not null references person (id),
    -- Who acts; empty where an officer entered it for somebody without an account.
    account_id uuid references account (id),
    -- The application it belongs to.
    parent_id uuid references application (id),
    -- What it is about, where that is not an application: a result, an admission line.
    subject_id uuid,
    entitlement_id uuid,
    -- Six digits, unique in the campaign; opens nothing by itself.
    work_number text collate "C" not null,
    -- A word of the kind's state table.
    state text not null,
    -- Raised by every move.
    version bigint not null default 1,
    -- Raised by every save of answers; what the draft is bound to when sealed.
    answers_rev bigint not null default 0,
    -- Version of the draft's shape.
    draft_version bigint not null,
    -- Sealed draft; empty until the first save.
    draft bytea,
    -- The version whose snapshot is valid.
    confirmed_version bigint,
    -- Institution or commission that may see it.
    scope_id text,
    -- The officer working on it.
    assigned_to uuid references account (id),
    due_at bigint,
    submitted_at bigint,
    -- Copies of the person's keys, so that a desk sorts and searches without a join.
    name_key text collate "C" not null,
    sort_key text collate "C" not null,
    created_at bigint not null,
    -- Never steps back.
    updated_at bigint not null,
    unique (campaign_id, work_number)
);
create index application_account on application (account_id, created_at, id);
create index application_person on application (person_id, kind);
create index application_desk on application (kind, state, scope_id, submitted_at, id);
create index application_name on application (kind, name_key, id);
create index application_parent on application (parent_id);

-- Revision and time of each saved step; its ETag.
create table application_step (
    application_id uuid not null references application (id),
    -- `masterExam.exam`.
    step text not null,
    revision bigint not null,
    saved_at bigint not null,
    primary key (application_id, step)
);

-- What was judged at a move: answers, facts, findings. Nobody edits it.
create table application_version (
    application_id uuid not null references application (id),
    version bigint not null,
    -- State reached by the move.
    state text not null,
    -- Sealed canonical JSON.
    snapshot bytea not null,
    -- SHA-256 of the unsealed snapshot.
    digest bytea not null,
    rule_set text not null,
    at bigint not null,
    primary key (application_id, version)
);

-- "One live application per …": the key is the guard.
create table claim (
    key text collate "C" primary key,
    -- Checked at commit, so a claim can be taken before its application is written.
    application_id uuid not null references application (id) deferrable initially deferred,
    at bigint not null
);
create index claim_application on claim (application_id);

-- Limited places: groups, visit slots, halls.
create table pool (
    id text collate "C" primary key,
    capacity bigint not null,
    taken bigint not null default 0,
    check (taken >= 0 and taken <= capacity)
);

-- What one application waits for.
create table timer (
    application_id uuid not null references application (id),
    name text not null,
    at bigint not null,
    primary key (application_id, name)
);
create index timer_due on timer (at, application_id);

-- What desks filter by and reports count; rewritten with the move.
create table facet (
    application_id uuid not null references application (id),
    name text not null,
    text text collate "C",
    number bigint,
    at bigint,
    primary key (application_id, name)
);
create index facet_text on facet (name, text, application_id);

-- The last answer of a register about a person.
create table fact (
    person_id uuid not null references person (id),
    -- `person`, `education`, `recognition`.
    need text not null,
    status text not null check (status in ('known', 'notFound', 'unavailable')),
    -- Sealed answer; empty unless known.
    value bytea,
    -- Which register.
    source text not null,
    at bigint not null,
    primary key (person_id, need)
);

-- What happened to an application, in the words the person may read. No personal data.
create table timeline (
    id uuid primary key,
    application_id uuid not null references application (id),
    at bigint not null,
    -- Key under `timeline.` in the locales.
    name text not null,
    -- Word of the actor: applicant, commission, system.
    actor text not null,
    -- BOTH is shown to the applicant, DESK is not.
    audience text not null check (audience in ('BOTH', 'DESK')),
    -- JSON text without personal data.
    detail text not null
);
create index timeline_application on timeline (application_id, at, id);

-- A paper that can be checked in public by its code.
create table issued_document (
    id uuid primary key,
    kind text not null,
    -- Random, at least 128 bits; the only key of the public check.
    code text collate "C" not null unique,
    -- Number printed for people.
    number text collate "C" not null,
    application_id uuid references application (id),
    -- The application's version it prints.
    application_version bigint,
    -- SHA-256 of what it prints.
    digest bytea not null,
    -- Sealed: what the public check shows.
    data bytea,
    state text not null check (state in ('VALID', 'SUPERSEDED', 'REVOKED')),
    issued_at bigint not null,
    expires_at bigint
);
create index issued_document_application on issued_document (application_id, kind, issued_at);
