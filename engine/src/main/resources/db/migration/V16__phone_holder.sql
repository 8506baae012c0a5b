-- A technician who stands in several queues has one phone. Whichever queue is about to ring it writes itself here first;
-- the key lets one of several queues, on whatever nodes, be the one.
create table phone_holder (
  technician text collate "C" primary key,
  queue      text collate "C" not null,
  turn       bigint not null
);
comment on table phone_holder is 'The queue that rang a technician last; his for as long as it has something for him';
