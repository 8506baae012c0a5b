// One's own account: password, and the browsers that are signed in.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { clock } from './format.js';
import { loading } from './frame.js';
import { icon } from './icons.js';
import { signedIn } from './who.js';
import { t } from './texts.js';

const KNOWN = ['wrong_password', 'password_length', 'password_guessed', 'too_many_tries'];

export class OwnAccount {
  constructor(changed, signedOut) {
    this.changed = changed;
    this.signedOut = signedOut;
    this.sessions = null;
    this.error = '';
    this.where = '';
  }

  async read() {
    const name = signedIn()?.name;
    this.sessions = name ? (await ask('api/v1/me/sessions').catch(() => ({ items: [] }))).items : [];
    this.changed();
  }

  fail(where, error) {
    this.where = where;
    this.error = error;
    this.changed();
    if (error) document.getElementById(where)?.focus();
  }

  async change(event) {
    event.preventDefault();
    const form = event.target;
    const { old, password, again } = form.elements;
    if (password.value !== again.value) return this.fail('again', 'passwordsDiffer');
    try {
      await ask('api/v1/me/password', { method: 'PUT', body: { old: old.value || '-', password: password.value || '-' } });
      form.reset();
      this.fail('', '');
      tell(t('passwordChanged'));
      await this.read();
    } catch (refused) {
      const code = KNOWN.includes(refused.code) ? refused.code : 'failedToDo';
      this.fail(code === 'wrong_password' || code === 'too_many_tries' ? 'old' : 'password', code);
    }
  }

  async signOutEverywhere() {
    try {
      await ask('api/v1/me/sessions', { method: 'DELETE' });
      this.signedOut();
    } catch {
      alarm(`${t('failedToDo')} ${t('failedToDoMore')}`);
    }
  }
}

export const accountPage = (state, own) => html`
  <div class="head"><h1>${t('myAccount')}</h1></div>
  ${signedIn()?.name ? account(state, own) : html`<p class="soft">${t('operatorHere')}</p>`}`;

const account = (state, own) => html`
  <section class="card pad narrow" aria-labelledby="who-h">
    <h2 id="who-h">${signedIn().fullName || signedIn().name}</h2>
    <dl class="plain pairs"><div><dt>${t('userName')}</dt><dd>${signedIn().name}</dd></div>
      <div><dt>${t('roles')}</dt><dd>${signedIn().roles.map(role => t('roleNames')[role]).join(', ') || t('unknown')}</dd></div></dl>
  </section>
  ${signedIn().hasPassword ? passwordForm(own) : nothing}
  <section class="card pad narrow" aria-labelledby="sessions-h">
    <h2 id="sessions-h">${t('signedInBrowsers')}</h2>
    ${own.sessions === null ? loading() : html`<ul class="plain">${own.sessions.map(one => html`
      <li>${t('browserAt', one.address, clock(one.startedAt, state.now()), clock(one.seenAt, state.now()))}</li>`)}</ul>`}
    <p><button class="btn" @click=${() => own.signOutEverywhere()}>${icon('off')}${t('signOutEverywhere')}</button></p>
  </section>`;

const passwordForm = own => html`
  <form class="card pad narrow" novalidate @submit=${event => own.change(event)}>
    <h2>${t('changePassword')}</h2>
    ${field(own, 'old', 'oldPassword', null, 'current-password')}
    ${field(own, 'password', 'newPassword', 'passwordHint', 'new-password')}
    ${field(own, 'again', 'passwordAgain', null, 'new-password')}
    <p><button class="btn btn-main">${t('changePassword')}</button></p>
  </form>`;

const field = (own, name, label, hint, autocomplete) => {
  const failed = own.error && own.where === name;
  return html`
    <div><label for=${name}>${t(label)}</label>
      ${failed
        ? html`<p class="err" id="${name}-error">${icon('warn')}${t(own.error)}</p>`
        : hint ? html`<p class="hint" id="${name}-hint">${t(hint)}</p>` : nothing}
      <input class="in" id=${name} name=${name} type="password" autocomplete=${autocomplete} maxlength="200" required
        aria-invalid=${failed ? 'true' : nothing} aria-describedby=${failed ? `${name}-error` : hint ? `${name}-hint` : nothing}></div>`;
};
