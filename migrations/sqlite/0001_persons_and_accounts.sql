-- Persons, accounts, registration, sessions, codes and rate limits.
--
-- Conventions of every migration:
-- * Instants are microseconds since 1970 UTC in a whole-number column, never a timestamp type: both databases keep exactly
--   these, they sort and compare alike, and no time zone or database clock can slip in.
-- * Money is whole qəpik. Ids are UUIDs made by the program (16 bytes). Words of closed sets are text with a check.
-- * "Sealed" columns hold AES-256-GCM texts: format, key id, nonce, ciphertext; bound to table, column, row and version.
-- * "Index" columns hold keyed blind indexes (HMAC-SHA-256, one key a field): whole value only, never a prefix.
-- * Both folders hold the same tables and columns; only type names, collation and trigger syntax differ.

-- A human being, known to the population or migration register or entered by hand.
create table person (
    id blob not null primary key check (length(id) = 16),
    -- Blind index of the FIN; empty for persons without one.
    fin_index blob unique,
    -- Blind index of series and number of the identity document.
    document_index blob,
    -- Sealed personal data: names, birth date, document, places of residence.
    data blob not null,
    -- Folded name for search by prefix; readable, because sealed text cannot be searched.
    name_key text not null,
    -- Name in Azerbaijani alphabetical order.
    sort_key text not null,
    -- As the Rules distinguish it (2.1, 2.1.1).
    citizenship text not null check (citizenship in ('azerbaijan', 'foreign', 'stateless', 'protected')),
    -- Counts changes of the row; part of what the sealed data is bound to.
    version integer not null default 1,
    created_at integer not null,
    updated_at integer not null
) strict;
create index person_name on person (name_key, id);
create index person_document on person (document_index);

-- A cabinet: who logs in. Officers are accounts with another role.
create table account (
    id blob not null primary key check (length(id) = 16),
    -- The person it belongs to; empty for officers.
    person_id blob references person (id) check (length(person_id) = 16),
    state text not null check (state in ('ACTIVE', 'PENDING_VERIFICATION', 'LOCKED', 'CLOSED')),
    -- Number shown in the cabinet and given on the telephone; opens nothing by itself.
    cabinet_number text not null unique,
    email_index blob unique,
    -- Sealed e-mail address.
    email blob,
    -- When the address was proven; empty = not yet.
    email_verified_at integer,
    -- One verified phone, one account.
    phone_index blob unique,
    -- Sealed phone number.
    phone blob,
    -- What e-mail and phone are bound to when sealed; raised when either changes.
    contact_rev integer not null default 1,
    -- Argon2id in PHC form.
    password_hash text not null,
    -- Sealed TOTP secret; officers only.
    totp blob,
    lang text not null check (lang in ('az', 'en', 'ru')),
    -- Wrong passwords in a row.
    failed_logins integer not null default 0,
    -- Log-in is refused before this instant.
    locked_until integer,
    -- `applicant` or an officer's role; the set of roles is the program's.
    role text not null,
    -- Institution or commission an officer is limited to; empty = all.
    scope_id text,
    version integer not null default 1,
    created_at integer not null,
    updated_at integer not null
) strict;
create index account_person on account (person_id);
create index account_pending on account (created_at, id) where state = 'PENDING_VERIFICATION';

-- A registration on its way: there is no account yet. Lives 24 hours.
create table registration (
    id blob not null primary key check (length(id) = 16),
    state text not null check (state in ('STARTED', 'IDENTITY_FOUND', 'IDENTITY_CONFIRMED', 'PHONE_VERIFIED', 'EMAIL_SET', 'DONE', 'EXPIRED')),
    -- SHA-256 of the secret in the person's cookie.
    secret_hash blob not null unique,
    -- Sealed answers so far.
    data blob not null,
    fin_index blob,
    phone_index blob,
    email_index blob,
    -- The account it ended in.
    account_id blob references account (id) check (length(account_id) = 16),
    expires_at integer not null,
    version integer not null default 1,
    created_at integer not null,
    updated_at integer not null
) strict;
create index registration_unfinished on registration (expires_at) where state not in ('DONE', 'EXPIRED');

-- One-time codes sent by SMS or e-mail.
create table code (
    id blob not null primary key check (length(id) = 16),
    -- What it opens: `registration.phone`, `password.reset` …
    purpose text not null,
    -- Whose it is: id of a registration or an account, as text.
    owner text not null,
    -- Keyed hash of purpose, owner and digits.
    hash blob not null,
    -- Times somebody tried it.
    tries integer not null default 0,
    max_tries integer not null,
    sent_at integer not null,
    expires_at integer not null,
    -- Used up, or replaced by a later code.
    consumed_at integer
) strict;
create index code_owner on code (purpose, owner, sent_at);
create index code_expiry on code (expires_at);

-- Counters for limits that hold on all nodes together.
create table limit_window (
    -- Keyed hash of the limit's name and what it counts.
    key_hash blob not null,
    window_start integer not null,
    count integer not null,
    primary key (key_hash, window_start)
) strict, without rowid;
create index limit_window_start on limit_window (window_start);

-- Refresh tokens. A family is one log-in on one device; each rotation adds a row.
create table session (
    id blob not null primary key check (length(id) = 16),
    family_id blob not null check (length(family_id) = 16),
    account_id blob not null references account (id) check (length(account_id) = 16),
    -- SHA-256 of the token.
    token_hash blob not null unique,
    -- The row that replaced this one.
    successor_id blob check (length(successor_id) = 16),
    -- When it was exchanged; a second exchange after the grace is theft.
    used_at integer,
    issued_at integer not null,
    expires_at integer not null,
    revoked_at integer,
    -- Browser and system in words a person recognises; no fingerprint.
    user_agent text not null
) strict;
create index session_family on session (family_id);
create index session_account on session (account_id, issued_at);
create index session_expiry on session (expires_at);
