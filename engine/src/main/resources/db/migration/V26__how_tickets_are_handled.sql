-- How a ticket is to be handled: its haste, its tags, who may see it, and what it has become a part of.

alter table ticket
  add column priority text collate "C" not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  add column tags text[] not null default '{}' check (cardinality(tags) <= 20 and array_position(tags, null) is null),
  add column restricted boolean not null default false,
  add column merged_into text collate "C" references ticket (number) check (merged_into <> number);
comment on column ticket.priority is 'low, normal, high or urgent';
comment on column ticket.tags is 'Words of the helpdesk''s own, in the order they were given';
comment on column ticket.restricted is 'Seen by its assignee and the manager alone';
comment on column ticket.merged_into is 'The ticket that it has become a part of: its timeline is shown there';
create index ticket_tags on ticket using gin (tags) where tags <> '{}';
create index ticket_merged on ticket (merged_into) where merged_into is not null;

create table ticket_link (
  one   text collate "C" not null references ticket (number),
  other text collate "C" not null references ticket (number),
  primary key (one, other),
  check (one < other)
);
create index ticket_link_other on ticket_link (other);
comment on table ticket_link is 'Tickets that have to do with each other; each pair once';
