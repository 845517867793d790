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
    id uuid primary key,
    -- Blind index of the FIN; empty for persons without one.
    fin_index bytea unique,
    -- Blind index of series and number of the identity document.
    document_index bytea,
    -- Sealed personal data: names, birth date, document, places of residence.
    data bytea not null,
    -- Folded name for search by prefix; readable, because sealed text cannot be searched.
    name_key text collate "C" not null,
    -- Name in Azerbaijani alphabetical order.
    sort_key text collate "C" not null,
    -- As the Rules distinguish it (2.1, 2.1.1).
    citizenship text not null check (citizenship in ('azerbaijan', 'foreign', 'stateless', 'protected')),
    -- Counts changes of the row; part of what the sealed data is bound to.
    version bigint not null default 1,
    created_at bigint not null,
    updated_at bigint not null
);
create index person_name on person (name_key, id);
create index person_document on person (document_index);

-- A cabinet: who logs in. Officers are accounts with another role.
create table account (
    id uuid primary key,
    -- The person it belongs to; empty for officers.
    person_id uuid references person (id),
    state text not null check (state in ('ACTIVE', 'PENDING_VERIFICATION', 'LOCKED', 'CLOSED')),
    -- Number shown in the cabinet and given on the telephone; opens nothing by itself.
    cabinet_number text collate "C" not null unique,
    email_index bytea unique,
    -- Sealed e-mail address.
    email bytea,
    -- When the address was proven; empty = not yet.
    email_verified_at bigint,
    -- One verified phone, one account.
    phone_index bytea unique,
    -- Sealed phone number.
    phone bytea,
    -- What e-mail and phone are bound to when sealed; raised when either changes.
    contact_rev bigint not null default 1,
    -- Argon2id in PHC form.
    password_hash text not null,
    -- Sealed TOTP secret; officers only.
    totp bytea,
    lang text not null check (lang in ('az', 'en', 'ru')),
    -- Wrong passwords in a row.
    failed_logins bigint not null default 0,
    -- Log-in is refused before this instant.
    locked_until bigint,
    -- `applicant` or an officer's role; the set of roles is the program's.
    role text not null,
    -- Institution or commission an officer is limited to; empty = all.
    scope_id text,
    version bigint not null default 1,
    created_at bigint not null,
    updated_at bigint not null
);
create index account_person on account (person_id);
create index account_pending on account (created_at, id) where state = 'PENDING_VERIFICATION';

-- A registration on its way: there is no account yet. Lives 24 hours.
create table registration (
    id uuid primary key,
    state text not null check (state in ('STARTED', 'IDENTITY_FOUND', 'IDENTITY_CONFIRMED', 'PHONE_VERIFIED', 'EMAIL_SET', 'DONE', 'EXPIRED')),
    -- SHA-256 of the secret in the person's cookie.
    secret_hash bytea not null unique,
    -- Sealed answers so far.
    data bytea not null,
    fin_index bytea,
    phone_index bytea,
    email_index bytea,
    -- The account it ended in.
    account_id uuid references account (id),
    expires_at bigint not null,
    version bigint not null default 1,
    created_at bigint not null,
    updated_at bigint not null
);
create index registration_unfinished on registration (expires_at) where state not in ('DONE', 'EXPIRED');

-- One-time codes sent by SMS or e-mail.
create table code (
    id uuid primary key,
    -- What it opens: `registration.phone`, `password.reset` …
    purpose text not null,
    -- Whose it is: id of a registration or an account, as text.
    owner text not null,
    -- Keyed hash of purpose, owner and digits.
    hash bytea not null,
    -- Times somebody tried it.
    tries bigint not null default 0,
    max_tries bigint not null,
    sent_at bigint not null,
    expires_at bigint not null,
    -- Used up, or replaced by a later code.
    consumed_at bigint
);
create index code_owner on code (purpose, owner, sent_at);
create index code_expiry on code (expires_at);

-- Counters for limits that hold on all nodes together.
create table limit_window (
    -- Keyed hash of the limit's name and what it counts.
    key_hash bytea not null,
    window_start bigint not null,
    count bigint not null,
    primary key (key_hash, window_start)
);
create index limit_window_start on limit_window (window_start);

-- Refresh tokens. A family is one log-in on one device; each rotation adds a row.
create table session (
    id uuid primary key,
    family_id uuid not null,
    account_id uuid not null references account (id),
    -- SHA-256 of the token.
    token_hash bytea not null unique,
    -- The row that replaced this one.
    successor_id uuid,
    -- When it was exchanged; a second exchange after the grace is theft.
    used_at bigint,
    issued_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    -- Browser and system in words a person recognises; no fingerprint.
    user_agent text not null
);
create index session_family on session (family_id);
create index session_account on session (account_id, issued_at);
create index session_expiry on session (expires_at);
