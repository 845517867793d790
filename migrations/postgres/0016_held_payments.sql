-- Payment events that do not fit their top-up: credited to nobody until an officer has looked.

create table held_payment (
    id uuid primary key,
    -- SHA-256 over the event: the same event is kept once.
    digest bytea not null unique,
    -- As the provider sent them.
    event_id text collate "C" not null,
    provider_order text collate "C" not null,
    provider_tx text collate "C" not null,
    reverses_tx text collate "C",
    -- Need not exist here.
    topup_id uuid not null,
    amount bigint not null,
    -- `paid`, `failed`, `reversed`.
    status text not null,
    -- What does not fit.
    reason text not null,
    at bigint not null,
    -- Empty until somebody has decided.
    settled_at bigint,
    -- `credited`, `reversed`, `dismissed`.
    settlement text,
    settled_by text
);
create index held_payment_open on held_payment (at, id) where settled_at is null;
