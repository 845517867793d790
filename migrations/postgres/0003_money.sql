-- Wallets and the double-entry ledger. Amounts are qəpik.

-- Money of an account. The balance is changed by a guarded update beside the ledger lines, never read and written back.
create table wallet (
    account_id uuid primary key references account (id),
    balance bigint not null default 0 check (balance >= 0),
    -- Owed after a top-up was reversed that had been spent; while it is above zero nothing can be charged.
    receivable bigint not null default 0 check (receivable >= 0),
    updated_at bigint not null
);

-- A payment into a wallet through a provider.
create table topup (
    id uuid primary key,
    account_id uuid not null references account (id),
    amount bigint not null check (amount > 0),
    provider text not null,
    state text not null check (state in ('CREATED', 'REDIRECTED', 'PAID', 'FAILED', 'EXPIRED', 'REVERSED')),
    -- The provider's own id of the payment; a callback is recognised by it.
    provider_tx text collate "C" unique,
    -- The provider's id of the order and the address of its payment page; empty until it has answered.
    provider_order text,
    redirect_url text,
    -- Path in the portal to go on at afterwards; holds nothing personal.
    return_to text,
    created_at bigint not null,
    expires_at bigint not null,
    paid_at bigint,
    updated_at bigint not null
);
create index topup_account on topup (account_id, created_at, id);
create index topup_open on topup (expires_at) where state in ('CREATED', 'REDIRECTED');

-- One booking. Its entries sum to zero.
create table ledger_transaction (
    id uuid primary key,
    kind text not null check (kind in ('TOPUP', 'CHARGE', 'REFUND', 'REVERSAL')),
    -- What was paid for; one charge an application.
    application_id uuid references application (id),
    topup_id uuid references topup (id),
    -- Key of the text on the statement.
    memo text not null,
    at bigint not null,
    unique (application_id, kind),
    unique (topup_id, kind)
);

-- Lines of a booking. Positive = to the account's favour.
create table ledger_entry (
    transaction_id uuid not null references ledger_transaction (id),
    line bigint not null,
    -- `wallet:<account id>`, `income:<name>`, `provider:<name>`, `receivable:<account id>`.
    account text collate "C" not null,
    -- The wallet a `wallet:` or `receivable:` line belongs to; empty on other accounts.
    wallet_id uuid references wallet (account_id),
    amount bigint not null,
    -- Balance of the wallet after a `wallet:` line; empty on all others, so it tells statement lines apart.
    balance_after bigint,
    at bigint not null,
    primary key (transaction_id, line)
);
create index ledger_entry_account on ledger_entry (account);
create index ledger_entry_wallet on ledger_entry (wallet_id, at, transaction_id);

-- Raised by the triggers of append-only tables.
create function refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name; end $$;
create trigger ledger_transaction_no_change before update or delete on ledger_transaction for each row execute function refuse_change();
create trigger ledger_transaction_no_truncate before truncate on ledger_transaction for each statement execute function refuse_change();
create trigger ledger_entry_no_change before update or delete on ledger_entry for each row execute function refuse_change();
create trigger ledger_entry_no_truncate before truncate on ledger_entry for each statement execute function refuse_change();
