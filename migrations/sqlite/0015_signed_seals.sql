-- Seals with a signature, and rows that only a holder of the keys can have written.

-- Keyed digest of `digest`; empty in rows of releases before this one.
alter table audit add column mac blob;
-- Rows under this seal and all before it; empty, like the two below, in seals of releases before this one.
alter table audit_seal add column total integer;
-- Id of the key that signed.
alter table audit_seal add column signer text;
-- Ed25519 over number, total and digest.
alter table audit_seal add column signature blob;

drop trigger audit_no_update;
create trigger audit_no_update before update on audit
when not (old.seal is null and new.seal is not null
    and new.id is old.id
    and new.subject is old.subject
    and new.seq is old.seq
    and new.actor is old.actor
    and new.action is old.action
    and new.at is old.at
    and new.detail is old.detail
    and new.prev is old.prev
    and new.digest is old.digest
    and new.mac is old.mac)
begin select raise(abort, 'audit is append-only'); end;
