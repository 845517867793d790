-- Ways back in and changes of contact data.

-- A forgotten password on its way (PORTAL-8). There is a row whether or not the account exists: nobody can tell the two
-- apart by what the portal does.
create table password_reset (
    id uuid primary key,
    -- SHA-256 of the secret in the person's cookie.
    secret_hash bytea not null unique,
    -- The account the login belongs to; empty where there is none.
    account_id uuid references account (id),
    -- Keyed hash of what was typed as login; what limits count.
    login_hash bytea not null,
    state text not null check (state in ('STARTED', 'CODE', 'PROVEN', 'DONE')),
    -- 1 = the last digits typed were those of the account's number, so the code went out.
    matched bigint not null default 0,
    -- When the newest code was sent, or would have been.
    code_sent_at bigint,
    code_expires_at bigint,
    code_tries_left bigint,
    expires_at bigint not null,
    version bigint not null default 1,
    created_at bigint not null,
    updated_at bigint not null
);
create index password_reset_expiry on password_reset (expires_at);

-- A new phone or e-mail address that waits for its proof: a code for a phone, a link for an address.
create table contact_change (
    id uuid primary key,
    account_id uuid not null references account (id),
    kind text not null check (kind in ('phone', 'email')),
    -- Sealed new value.
    value bytea not null,
    -- SHA-256 of the secret in the link; empty for a phone.
    token_hash bytea unique,
    expires_at bigint not null,
    -- Proven, replaced by a later one or taken back.
    closed_at bigint,
    created_at bigint not null
);
create index contact_change_account on contact_change (account_id, kind, created_at);
create index contact_change_expiry on contact_change (expires_at);
