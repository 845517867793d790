-- Reminders: each application is looked at once for each mark of its campaign's calendar, not in every round.

-- The newest mark (an instant) this application was looked at for; 0 = look at the next round. Every move sets it back.
alter table application add column reminded_until integer not null default 0;
create index application_reminders on application (campaign_id, state, reminded_until, id);
