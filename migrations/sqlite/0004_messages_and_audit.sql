-- Notices, the outbox, the audit chain and stored results of requests.

-- The inbox in the cabinet.
create table notice (
    id blob not null primary key check (length(id) = 16),
    account_id blob not null references account (id) check (length(account_id) = 16),
    -- Key under `notices.` in the locales.
    name text not null,
    -- Sealed parameters of the text, JSON.
    params blob not null,
    application_id blob references application (id) check (length(application_id) = 16),
    at integer not null,
    read_at integer
) strict;
create index notice_account on notice (account_id, at, id);
create index notice_unread on notice (account_id) where read_at is null;

-- Messages and jobs that leave after the commit. Inside a lane they leave in order.
create table outbox (
    -- Also the idempotency key towards providers.
    id blob not null primary key check (length(id) = 16),
    -- Application or account.
    lane text not null,
    seq integer not null,
    -- `sms`, `email`, `job.<name>`.
    topic text not null,
    -- Sealed JSON.
    payload blob not null,
    attempts integer not null default 0,
    -- Not before.
    next_at integer not null,
    -- Set while a worker has it; a lease, not a lock.
    claimed_at integer,
    done_at integer,
    -- Given up; frees the lane.
    dead_at integer,
    -- Code of the last failure; no personal data.
    last_error text,
    created_at integer not null
) strict;
create index outbox_waiting on outbox (next_at, id) where done_at is null and dead_at is null;
create index outbox_lane on outbox (lane, seq, id) where done_at is null and dead_at is null;
create index outbox_lane_seq on outbox (lane, seq);
create index outbox_done on outbox (done_at) where done_at is not null;

-- Who did what. Each row carries the digest of the previous row of the same subject.
create table audit (
    id blob not null primary key check (length(id) = 16),
    -- `application:<id>`, `account:<id>`, `campaign:<id>` …
    subject text not null,
    -- 1, 2, 3 … in the subject.
    seq integer not null,
    -- `account:<id>`, `system`.
    actor text not null,
    action text not null,
    at integer not null,
    -- JSON text without personal data: digests, words, ids.
    detail text not null,
    -- Digest of the previous row of the subject; 32 zero bytes in the first.
    prev blob not null,
    -- SHA-256 over all columns above.
    digest blob not null,
    -- The seal that covers it; empty until the sealer came by.
    seal integer,
    unique (subject, seq)
) strict;
create index audit_unsealed on audit (at, id) where seal is null;
create index audit_seal_rows on audit (seal, at, id);

-- A Merkle root over rows of all subjects, chained to the seal before.
create table audit_seal (
    no integer not null primary key,
    at integer not null,
    -- Rows covered.
    count integer not null,
    root blob not null,
    prev blob not null,
    digest blob not null
) strict;

-- The only change a row of the audit allows: being sealed, once.
create trigger audit_no_update before update on audit
when not (old.seal is null and new.seal is not null
    and new.id is old.id
    and new.subject is old.subject
    and new.seq is old.seq
    and new.actor is old.actor
    and new.action is old.action
    and new.at is old.at
    and new.detail is old.detail
    and new.prev is old.prev
    and new.digest is old.digest)
begin select raise(abort, 'audit is append-only'); end;
create trigger audit_no_delete before delete on audit
begin select raise(abort, 'audit is append-only'); end;
create trigger audit_seal_no_update before update on audit_seal
begin select raise(abort, 'audit_seal is append-only'); end;
create trigger audit_seal_no_delete before delete on audit_seal
begin select raise(abort, 'audit_seal is append-only'); end;

-- Results of requests with an Idempotency-Key. Kept 7 days.
create table idempotency (
    id blob not null primary key check (length(id) = 16),
    -- `account:<id>` or `registration:<id>`.
    principal text not null,
    operation text not null,
    key text not null,
    -- SHA-256 of the request body; another body under the same key is an error.
    body_digest blob not null,
    -- Empty only inside the unit of work that is making it.
    status integer,
    location text,
    etag text,
    -- Sealed response body.
    body blob,
    at integer not null,
    unique (principal, operation, key)
) strict;
create index idempotency_age on idempotency (at);
