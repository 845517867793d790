-- Limits count who asks; a device that has signed in is known again; a reset knows whether its digits were typed before.

-- Counters. A row is dead at `ends_at` and is deleted then: none outlives its own window.
-- `limit_window` of earlier releases is written by their nodes alone and emptied by this one.
create table limit_counter (
    -- Keyed hash of the limit's name and what it counts.
    key_hash blob not null primary key,
    count integer not null,
    -- First instant at which the count no longer holds; set by the first hit.
    ends_at integer not null
) strict, without rowid;
create index limit_counter_end on limit_counter (ends_at);

-- Devices that have proven the password or the number of an account. One device may know several accounts.
create table known_device (
    -- SHA-256 of the secret in the device's cookie.
    secret_hash blob not null,
    account_id blob not null references account (id) check (length(account_id) = 16),
    seen_at integer not null,
    expires_at integer not null,
    primary key (secret_hash, account_id)
) strict, without rowid;
create index known_device_account on known_device (account_id, seen_at);
create index known_device_expiry on known_device (expires_at);

-- Keyed hash of the digits the newest code of a reset was asked with.
alter table password_reset add column digits_hash blob;
