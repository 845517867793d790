-- Payment events that do not fit their top-up: credited to nobody until an officer has looked.

create table held_payment (
    id blob not null primary key check (length(id) = 16),
    -- SHA-256 over the event: the same event is kept once.
    digest blob not null unique,
    -- As the provider sent them.
    event_id text not null,
    provider_order text not null,
    provider_tx text not null,
    reverses_tx text,
    -- Need not exist here.
    topup_id blob not null check (length(topup_id) = 16),
    amount integer not null,
    -- `paid`, `failed`, `reversed`.
    status text not null,
    -- What does not fit.
    reason text not null,
    at integer not null,
    -- Empty until somebody has decided.
    settled_at integer,
    -- `credited`, `reversed`, `dismissed`.
    settlement text,
    settled_by text
) strict;
create index held_payment_open on held_payment (at, id) where settled_at is null;
