-- Who may sign in, as what, since when; and who saw and changed what.

create table account (
  id            bigint generated always as identity primary key,
  name          text collate "C" not null unique check (name ~ '^[a-z0-9][a-z0-9._@-]{0,99}$'),
  full_name     text not null default '' check (length(full_name) <= 200),
  roles         text[] collate "C" not null
                check (roles <@ array['technician', 'manager', 'it_coordinator', 'system_administrator', 'requester', 'administrator']),
  technician    text collate "C",
  password_hash text,
  subject       text collate "C" unique,
  created_at    timestamptz not null,
  password_at   timestamptz,
  signed_in_at  timestamptz,
  disabled_at   timestamptz,
  version       bigint not null default 1
);
comment on table account is 'People who sign in';
comment on column account.technician is 'Id of the technician in the settings whose phone and tickets are this person''s, or null';
comment on column account.password_hash is 'Argon2id in PHC form; null: none is chosen yet, or the account signs in elsewhere';
comment on column account.subject is 'Issuer and subject of OpenID Connect, or null';

create table account_link (
  hash       bytea primary key,
  account_id bigint not null references account (id) on delete cascade,
  expires_at timestamptz not null
);
create index account_link_account on account_link (account_id);
comment on table account_link is 'Links that let somebody choose a password, once; SHA-256 of what the link holds';

create table web_session (
  key        bytea primary key,
  account_id bigint references account (id) on delete cascade,
  started_at timestamptz not null,
  seen_at    timestamptz not null,
  address    text collate "C" not null,
  id_token   text
);
create index web_session_account on web_session (account_id);
comment on table web_session is 'Signed-in browsers; the key is the SHA-256 of the cookie, whose value is kept nowhere';
comment on column web_session.account_id is 'Null: the operator, by a link of the command line or the token';
comment on column web_session.id_token is 'Of OpenID Connect, to be shown when signing out there, or null';

create table sign_in_try (
  key      text collate "C" primary key,
  tries    integer not null,
  since    timestamptz not null
);
comment on table sign_in_try is 'Sign-ins in vain since a moment, by account and by address';

create table api_token (
  name       text collate "C" primary key check (name ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
  hash       bytea not null unique,
  scope      text collate "C" not null check (scope in ('read', 'work', 'mail', 'metrics', 'full')),
  created_at timestamptz not null,
  revoked_at timestamptz
);
comment on table api_token is 'Tokens of programs; the token itself is kept nowhere';

-- the engine's role only adds to it and reads it: see R__rights_of_the_engine.sql
create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  who     text collate "C" not null,
  address text collate "C" not null,
  action  text collate "C" not null,
  about   text not null default '',
  facts   jsonb not null default '{}'
);
create index audit_at on audit (at desc, id desc);
create index audit_who on audit (who, at desc, id desc);
comment on table audit is 'Who saw and changed what; nothing in it is ever changed';
comment on column audit.who is 'Name of the account or token; operator; or empty when nobody was signed in';
