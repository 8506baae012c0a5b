create table figure_wrong (
  queue   text collate "C" not null,
  start   timestamptz not null,
  what    text collate "C" not null,
  kept    bigint not null,
  counted bigint not null
);
comment on table figure_wrong is 'Hours and days whose kept figures are not those of their calls, as the last look found them; shown in red until they are';
