select id, account_id, work_number, state, version, answers_rev, draft, updated_at from application where id = ?;
select id, kind, code, opens_at, closes_at, fee, settings from campaign where id = (select campaign_id from application where id = ?);
select id, email, phone, lang, state from account where id = (select account_id from application where id = ?);
select id, data, name_key from person where id = (select person_id from application where id = ?);
select need, status, value, source, at from fact where person_id = (select person_id from application where id = ?);
select balance, receivable from wallet where account_id = (select account_id from application where id = ?);
