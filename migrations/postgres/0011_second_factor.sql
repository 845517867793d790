-- The second factor of an account: codes of an authenticator app (RFC 6238). The secret in use is `account.totp`.

create table second_factor (
    account_id uuid not null primary key references account (id),
    -- Sealed secret that is being set up; empty once its first code was right.
    pending bytea,
    -- First instant at which the set-up is over; empty with `pending`.
    pending_until bigint,
    -- Time step of the last code that was taken: none is taken twice.
    last_step bigint not null default 0,
    -- When it was turned on; empty while it is off.
    since bigint
);

-- Codes for a lost telephone, each good once.
create table recovery_code (
    account_id uuid not null references account (id),
    -- Keyed hash of the code.
    hash bytea not null,
    used_at bigint,
    primary key (account_id, hash)
);

-- A sign-in whose password was right and whose second step is still to come.
create table second_step (
    id uuid not null primary key,
    -- SHA-256 of the secret in the person's cookie.
    secret_hash bytea not null unique,
    account_id uuid not null references account (id),
    expires_at bigint not null,
    -- When the second step was taken.
    done_at bigint
);
create index second_step_expiry on second_step (expires_at);
