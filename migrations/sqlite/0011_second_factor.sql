-- The second factor of an account: codes of an authenticator app (RFC 6238). The secret in use is `account.totp`.

create table second_factor (
    account_id blob not null primary key references account (id) check (length(account_id) = 16),
    -- Sealed secret that is being set up; empty once its first code was right.
    pending blob,
    -- First instant at which the set-up is over; empty with `pending`.
    pending_until integer,
    -- Time step of the last code that was taken: none is taken twice.
    last_step integer not null default 0,
    -- When it was turned on; empty while it is off.
    since integer
) strict;

-- Codes for a lost telephone, each good once.
create table recovery_code (
    account_id blob not null references account (id) check (length(account_id) = 16),
    -- Keyed hash of the code.
    hash blob not null,
    used_at integer,
    primary key (account_id, hash)
) strict;

-- A sign-in whose password was right and whose second step is still to come.
create table second_step (
    id blob not null primary key check (length(id) = 16),
    -- SHA-256 of the secret in the person's cookie.
    secret_hash blob not null unique,
    account_id blob not null references account (id) check (length(account_id) = 16),
    expires_at integer not null,
    -- When the second step was taken.
    done_at integer
) strict;
create index second_step_expiry on second_step (expires_at);
