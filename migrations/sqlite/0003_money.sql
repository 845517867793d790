-- Wallets and the double-entry ledger. Amounts are qəpik.

-- Money of an account. The balance is changed by a guarded update beside the ledger lines, never read and written back.
create table wallet (
    account_id blob not null primary key references account (id) check (length(account_id) = 16),
    balance integer not null default 0 check (balance >= 0),
    -- Owed after a top-up was reversed that had been spent; while it is above zero nothing can be charged.
    receivable integer not null default 0 check (receivable >= 0),
    updated_at integer not null
) strict;

-- A payment into a wallet through a provider.
create table topup (
    id blob not null primary key check (length(id) = 16),
    account_id blob not null references account (id) check (length(account_id) = 16),
    amount integer not null check (amount > 0),
    provider text not null,
    state text not null check (state in ('CREATED', 'REDIRECTED', 'PAID', 'FAILED', 'EXPIRED', 'REVERSED')),
    -- The provider's own id of the payment; a callback is recognised by it.
    provider_tx text unique,
    -- The provider's id of the order and the address of its payment page; empty until it has answered.
    provider_order text,
    redirect_url text,
    -- Path in the portal to go on at afterwards; holds nothing personal.
    return_to text,
    created_at integer not null,
    expires_at integer not null,
    paid_at integer,
    updated_at integer not null
) strict;
create index topup_account on topup (account_id, created_at, id);
create index topup_open on topup (expires_at) where state in ('CREATED', 'REDIRECTED');

-- One booking. Its entries sum to zero.
create table ledger_transaction (
    id blob not null primary key check (length(id) = 16),
    kind text not null check (kind in ('TOPUP', 'CHARGE', 'REFUND', 'REVERSAL')),
    -- What was paid for; one charge an application.
    application_id blob references application (id) check (length(application_id) = 16),
    topup_id blob references topup (id) check (length(topup_id) = 16),
    -- Key of the text on the statement.
    memo text not null,
    at integer not null,
    unique (application_id, kind),
    unique (topup_id, kind)
) strict;

-- Lines of a booking. Positive = to the account's favour.
create table ledger_entry (
    transaction_id blob not null references ledger_transaction (id) check (length(transaction_id) = 16),
    line integer not null,
    -- `wallet:<account id>`, `income:<name>`, `provider:<name>`, `receivable:<account id>`.
    account text not null,
    -- The wallet a `wallet:` or `receivable:` line belongs to; empty on other accounts.
    wallet_id blob references wallet (account_id) check (length(wallet_id) = 16),
    amount integer not null,
    -- Balance of the wallet after a `wallet:` line; empty on all others, so it tells statement lines apart.
    balance_after integer,
    at integer not null,
    primary key (transaction_id, line)
) strict;
create index ledger_entry_account on ledger_entry (account);
create index ledger_entry_wallet on ledger_entry (wallet_id, at, transaction_id);

create trigger ledger_transaction_no_update before update on ledger_transaction
begin select raise(abort, 'ledger_transaction is append-only'); end;
create trigger ledger_transaction_no_delete before delete on ledger_transaction
begin select raise(abort, 'ledger_transaction is append-only'); end;
create trigger ledger_entry_no_update before update on ledger_entry
begin select raise(abort, 'ledger_entry is append-only'); end;
create trigger ledger_entry_no_delete before delete on ledger_entry
begin select raise(abort, 'ledger_entry is append-only'); end;
