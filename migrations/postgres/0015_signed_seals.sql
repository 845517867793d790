-- Seals with a signature, and rows that only a holder of the keys can have written.

-- Keyed digest of `digest`; empty in rows of releases before this one.
alter table audit add column mac bytea;
-- Rows under this seal and all before it; empty, like the two below, in seals of releases before this one.
alter table audit_seal add column total bigint;
-- Id of the key that signed.
alter table audit_seal add column signer text;
-- Ed25519 over number, total and digest.
alter table audit_seal add column signature bytea;

drop trigger audit_no_update on audit;
create trigger audit_no_update before update on audit for each row
when (not (old.seal is null and new.seal is not null
    and new.id = old.id
    and new.subject = old.subject
    and new.seq = old.seq
    and new.actor = old.actor
    and new.action = old.action
    and new.at = old.at
    and new.detail = old.detail
    and new.prev = old.prev
    and new.digest = old.digest
    and new.mac is not distinct from old.mac))
execute function refuse_change();
