// Who may sign in, and as what.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { clock } from './format.js';
import { box, loading } from './frame.js';
import { chip, icon } from './icons.js';
import { t } from './texts.js';

const NAME = /^[a-z0-9][a-z0-9._@-]{0,99}$/;
const EMPTY = { name: '', fullName: '', roles: ['technician'], technician: '', disabled: false };

export class Users {
  constructor(changed) {
    this.changed = changed;
    this.items = null;
    this.roles = [];
    this.edited = null;
    this.isNew = false;
    this.error = '';
    this.link = null;
  }

  async read() {
    try {
      const page = await ask('api/v1/accounts');
      this.items = page.items;
      this.roles = page.roles;
    } catch {
      this.items ??= [];
      this.error = 'failedToDo';
    }
    this.changed();
  }

  add() {
    this.edit({ ...EMPTY }, true);
  }

  edit(account, isNew = false) {
    this.edited = { ...account, technician: account.technician ?? '', roles: [...account.roles] };
    this.isNew = isNew;
    this.error = '';
    this.link = null;
    this.changed();
    document.getElementById(isNew ? 'user-name' : 'user-fullName')?.focus();
  }

  cancel() {
    const name = this.edited?.name;
    this.edited = null;
    this.error = '';
    this.changed();
    document.getElementById(name ? `edit-${name}` : 'user-add')?.focus();
  }

  write(field, value) {
    this.edited[field] = value;
  }

  role(role, wanted) {
    this.edited.roles = this.edited.roles.filter(one => one !== role).concat(wanted ? [role] : []);
  }

  async save(event) {
    event.preventDefault();
    const { name, fullName, roles, technician, disabled, version } = this.edited;
    if (this.isNew && !NAME.test(name)) return this.fail('userNameWrong', 'user-name');
    const body = { fullName: fullName.trim(), roles, technician: technician.trim() || null };
    try {
      const kept = this.isNew
        ? await ask('api/v1/accounts', { method: 'POST', body: { name, ...body } })
        : await ask(`api/v1/accounts/${encodeURIComponent(name)}`, { method: 'PUT', body: { ...body, disabled, version } });
      this.edited = null;
      this.error = '';
      this.link = kept.link ? kept : null;
      tell(t(this.isNew ? 'userAdded' : 'userChanged', name));
      await this.read();
    } catch (refused) {
      this.fail(t('accountRefusals')[refused.code] ? refused.code : 'failedToDo', this.isNew ? 'user-name' : 'user-fullName');
    }
    return undefined;
  }

  fail(error, where) {
    this.error = error;
    this.changed();
    document.getElementById(where)?.focus();
  }

  async act(account, what) {
    try {
      const path = `api/v1/accounts/${encodeURIComponent(account.name)}`;
      if (what === 'link') {
        this.link = await ask(`${path}/link`, { method: 'POST' });
      } else {
        await ask(`${path}/sessions`, { method: 'DELETE' });
        tell(t('userSignedOut', account.name));
      }
    } catch {
      alarm(`${t('failedToDo')} ${t('failedToDoMore')}`);
    }
    this.changed();
  }
}

const linkOf = link => `${location.origin}${location.pathname}#link=${link}`;

export const usersPage = (state, users, technicians) => html`
  <div class="head"><h1>${t('users')}</h1>
    <button class="btn btn-main push" id="user-add" @click=${() => users.add()}>${t('addUser')}</button></div>
  ${users.link ? linkBox(state, users.link) : nothing}
  ${users.edited ? form(users, technicians) : nothing}
  ${users.items === null ? loading() : html`
    <section class="card" aria-label=${t('users')}>
      <table class="flow"><thead><tr><th scope="col">${t('userName')}</th><th scope="col">${t('fullName')}</th><th scope="col">${t('roles')}</th>
        <th scope="col">${t('lastSignedIn')}</th><th scope="col"><span class="vh">${t('acts')}</span></th></tr></thead>
      <tbody>${users.items.map(one => row(state, users, one))}</tbody></table>
    </section>`}`;

const row = (state, users, one) => html`
  <tr><th scope="row">${one.name}</th><td>${one.fullName}</td>
    <td>${one.roles.map(role => t('roleNames')[role]).join(', ') || t('noRole')}${one.technician ? html` <span class="soft">(${one.technician})</span>` : nothing}</td>
    <td>${one.disabled
      ? chip('idle', 'off', t('disabled'))
      : one.signedInAt ? clock(one.signedInAt, state.now()) : html`<span class="soft">${t('never')}</span>`}</td>
    <td><span class="row tight">
      <button class="btn" id="edit-${one.name}" aria-label=${t('changeUser', one.name)} @click=${() => users.edit(one)}>${icon('pen')}${t('change')}</button>
      ${one.disabled || one.elsewhere ? nothing : html`<button class="btn" aria-label=${t('newLinkFor', one.name)} @click=${() => users.act(one, 'link')}>${t('newLink')}</button>`}
      <button class="btn" aria-label=${t('signOutUser', one.name)} @click=${() => users.act(one, 'sessions')}>${t('signOut')}</button></span></td></tr>`;

const linkBox = (state, link) => html`
  <section class="card pad narrow" aria-labelledby="link-h">
    <h2 id="link-h">${t('linkFor', link.name)}</h2>
    <p class="hint" id="link-hint">${t('linkHint', clock(link.linkExpiresAt, state.now()))}</p>
    <div><label for="user-link">${t('link')}</label>
    <input class="in" id="user-link" readonly aria-describedby="link-hint" .value=${live(linkOf(link.link))} @focus=${event => event.target.select()}></div>
  </section>`;

const form = (users, technicians) => html`
  <form class="card pad narrow" novalidate @submit=${event => users.save(event)} aria-labelledby="user-h">
    <h2 id="user-h">${users.isNew ? t('addUser') : t('changeUser', users.edited.name)}</h2>
    ${users.error && !users.isNew ? box('breach', t('failedToDo'), t('accountRefusals')[users.error] ?? t('failedToDoMore')) : nothing}
    ${users.isNew ? html`<div><label for="user-name">${t('userName')}</label>
      ${users.error
        ? html`<p class="err" id="user-name-error">${icon('warn')}${t('accountRefusals')[users.error] ?? t('failedToDoMore')}</p>`
        : html`<p class="hint" id="user-name-hint">${t('userNameHint')}</p>`}
      <input class="in" id="user-name" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false" required
        aria-invalid=${users.error ? 'true' : nothing} aria-describedby=${users.error ? 'user-name-error' : 'user-name-hint'}
        .value=${live(users.edited.name)} @input=${event => users.write('name', event.target.value.trim().toLowerCase())}></div>` : nothing}
    <div><label for="user-fullName">${t('fullName')}</label>
      <input class="in" id="user-fullName" maxlength="200" autocomplete="off" .value=${live(users.edited.fullName)} @input=${event => users.write('fullName', event.target.value)}></div>
    <fieldset class="plain" ?disabled=${users.edited.elsewhere}><legend>${t('roles')}</legend>
      ${users.edited.elsewhere ? html`<p class="hint">${t('rolesElsewhere')}</p>` : nothing}
      ${users.roles.map(role => html`<label class="row tight tall"><input class="check" type="checkbox" .checked=${live(users.edited.roles.includes(role))}
        @change=${event => users.role(role, event.target.checked)}>${t('roleNames')[role]}</label>`)}</fieldset>
    <div><label for="user-technician">${t('phoneOf')}</label>
      <select class="in" id="user-technician" .value=${live(users.edited.technician)} @change=${event => users.write('technician', event.target.value)}>
        <option value="" ?selected=${!users.edited.technician}>${t('nobody')}</option>
        ${[...technicians].map(([id, name]) => html`<option value=${id} ?selected=${id === users.edited.technician}>${name}</option>`)}</select></div>
    ${users.isNew ? nothing : html`<label class="row tight tall"><input class="check" type="checkbox" .checked=${live(users.edited.disabled)}
      @change=${event => users.write('disabled', event.target.checked)}>${t('disabledMore')}</label>`}
    <div class="row"><button class="btn btn-main">${users.isNew ? t('addUser') : t('save')}</button>
      <button class="btn btn-bare" type="button" @click=${() => users.cancel()}>${t('cancel')}</button></div>
  </form>`;
