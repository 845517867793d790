-- Notices, the outbox, the audit chain and stored results of requests.

-- The inbox in the cabinet.
create table notice (
    id uuid primary key,
    account_id uuid not null references account (id),
    -- Key under `notices.` in the locales.
    name text not null,
    -- Sealed parameters of the text, JSON.
    params bytea not null,
    application_id uuid references application (id),
    at bigint not null,
    read_at bigint
);
create index notice_account on notice (account_id, at, id);
create index notice_unread on notice (account_id) where read_at is null;

-- Messages and jobs that leave after the commit. Inside a lane they leave in order.
create table outbox (
    -- Also the idempotency key towards providers.
    id uuid primary key,
    -- Application or account.
    lane text collate "C" not null,
    seq bigint not null,
    -- `sms`, `email`, `job.<name>`.
    topic text not null,
    -- Sealed JSON.
    payload bytea not null,
    attempts bigint not null default 0,
    -- Not before.
    next_at bigint not null,
    -- Set while a worker has it; a lease, not a lock.
    claimed_at bigint,
    done_at bigint,
    -- Given up; frees the lane.
    dead_at bigint,
    -- Code of the last failure; no personal data.
    last_error text,
    created_at bigint not null
);
create index outbox_waiting on outbox (next_at, id) where done_at is null and dead_at is null;
create index outbox_lane on outbox (lane, seq, id) where done_at is null and dead_at is null;
create index outbox_lane_seq on outbox (lane, seq);
create index outbox_done on outbox (done_at) where done_at is not null;

-- Who did what. Each row carries the digest of the previous row of the same subject.
create table audit (
    id uuid primary key,
    -- `application:<id>`, `account:<id>`, `campaign:<id>` …
    subject text collate "C" not null,
    -- 1, 2, 3 … in the subject.
    seq bigint not null,
    -- `account:<id>`, `system`.
    actor text not null,
    action text not null,
    at bigint not null,
    -- JSON text without personal data: digests, words, ids.
    detail text not null,
    -- Digest of the previous row of the subject; 32 zero bytes in the first.
    prev bytea not null,
    -- SHA-256 over all columns above.
    digest bytea not null,
    -- The seal that covers it; empty until the sealer came by.
    seal bigint,
    unique (subject, seq)
);
create index audit_unsealed on audit (at, id) where seal is null;
create index audit_seal_rows on audit (seal, at, id);

-- A Merkle root over rows of all subjects, chained to the seal before.
create table audit_seal (
    no bigint primary key,
    at bigint not null,
    -- Rows covered.
    count bigint not null,
    root bytea not null,
    prev bytea not null,
    digest bytea not null
);

-- The only change a row of the audit allows: being sealed, once.
create trigger audit_no_update before update on audit for each row
when (not (old.seal is null and new.seal is not null
    and new.id = old.id
    and new.subject = old.subject
    and new.seq = old.seq
    and new.actor = old.actor
    and new.action = old.action
    and new.at = old.at
    and new.detail = old.detail
    and new.prev = old.prev
    and new.digest = old.digest))
execute function refuse_change();
create trigger audit_no_delete before delete on audit for each row execute function refuse_change();
create trigger audit_no_truncate before truncate on audit for each statement execute function refuse_change();
create trigger audit_seal_no_change before update or delete on audit_seal for each row execute function refuse_change();
create trigger audit_seal_no_truncate before truncate on audit_seal for each statement execute function refuse_change();

-- Results of requests with an Idempotency-Key. Kept 7 days.
create table idempotency (
    id uuid primary key,
    -- `account:<id>` or `registration:<id>`.
    principal text collate "C" not null,
    operation text collate "C" not null,
    key text collate "C" not null,
    -- SHA-256 of the request body; another body under the same key is an error.
    body_digest bytea not null,
    -- Empty only inside the unit of work that is making it.
    status bigint,
    location text,
    etag text,
    -- Sealed response body.
    body bytea,
    at bigint not null,
    unique (principal, operation, key)
);
create index idempotency_age on idempotency (at);
