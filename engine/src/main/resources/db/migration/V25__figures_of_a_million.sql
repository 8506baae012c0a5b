-- Whether a person came back within a week is asked for each closed ticket: with both in one index it is one look instead of
-- all tickets of the person beside all tickets of the week.
create index ticket_person_opened on ticket (person_id, opened_at);
drop index ticket_person;
