// The way in: name and password, a code from a printed address, or the operator's token; and the page where a password
// is chosen by a link.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { ask } from './api.js';
import { brand, icon } from './icons.js';
import { language, t } from './texts.js';

const REASON = /^#refused=([a-z_]{1,30})$/;
const WANTED = 'svara.wanted';
const SECRET = '([\\w.-]{1,200})$';

/** Exchanges a code in the address for a session and takes it out of the address and history. */
export async function useCode() {
  const code = inAddress('code');
  if (!code) return '';
  return attempt('api/v1/session', { code }, 'codeUsed');
}

/** A link by which a password is chosen, taken out of the address and history. */
export const linkInAddress = () => inAddress('link');

/** Why a sign-in elsewhere opened nothing, taken out of the address and history. */
export function refusedInAddress() {
  const reason = REASON.exec(location.hash)?.[1];
  if (reason) history.replaceState(null, '', location.pathname);
  return reason && (t('refusedElsewhere')[reason] ? reason : 'not_proven');
}

/** The page that was asked for before the way led elsewhere; once. */
export function wantedPage() {
  const wanted = sessionStorage.getItem(WANTED);
  sessionStorage.removeItem(WANTED);
  return wanted;
}

function inAddress(what) {
  const found = new RegExp(`^#${what}=${SECRET}`).exec(location.hash)?.[1];
  if (found) history.replaceState(null, '', location.pathname);
  return found;
}

/** The name of the words of what went wrong, or nothing. */
async function attempt(path, body, refusedWords) {
  try {
    await ask(path, { method: 'POST', body });
    return '';
  } catch (refused) {
    if (refused.status === 401) return refusedWords;
    return ['too_many_tries', 'link_gone', 'password_length', 'password_guessed'].includes(refused.code) ? refused.code : 'signInFailed';
  }
}

export class Gate {
  constructor(changed, signedIn) {
    this.changed = changed;
    this.signedIn = signedIn;
    this.error = '';
    this.where = '';
    this.link = null;
    this.whose = null;
    this.sending = false;
    this.elsewhere = false;
    this.refused = '';
  }

  /** Finds out whether people sign in elsewhere. */
  async readWays() {
    try {
      this.elsewhere = (await ask('api/v1/session/ways')).openId;
      this.changed();
    } catch {
      // the name and password are left, and trying them tells what is wrong
    }
  }

  goElsewhere() {
    if (/^#\/./.test(location.hash)) sessionStorage.setItem(WANTED, location.hash);
  }

  /** Shows where a password is chosen. */
  async open(link) {
    this.link = link;
    try {
      this.whose = await ask('api/v1/links', { method: 'POST', body: { link } });
    } catch (refused) {
      this.link = null;
      this.fail('name', refused.code === 'link_gone' ? 'link_gone' : 'signInFailed');
    }
    this.changed();
  }

  fail(where, error) {
    this.where = where;
    this.error = error;
  }

  async submit(event, where, path, body, refusedWords) {
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    this.changed();
    this.fail(where, await attempt(path, body, refusedWords));
    this.sending = false;
    this.changed();
    if (this.error) {
      document.getElementById(where)?.focus();
    } else {
      this.link = null;
      this.whose = null;
      this.signedIn();
    }
  }

  byPassword(event) {
    const { name, password } = event.target.elements;
    this.submit(event, 'password', 'api/v1/session', { name: name.value.trim() || '-', password: password.value || '-' }, 'passwordWrong');
  }

  byToken(event) {
    this.submit(event, 'token', 'api/v1/session', { token: event.target.elements.token.value.trim() || '-' }, 'tokenWrong');
  }

  choose(event) {
    const { password, again } = event.target.elements;
    if (password.value !== again.value) {
      event.preventDefault();
      this.fail('again', 'passwordsDiffer');
      this.changed();
      again.focus();
      return;
    }
    this.submit(event, 'password', 'api/v1/links/password', { link: this.link, password: password.value || '-' }, 'link_gone');
  }
}

export const gatePage = (gate, page) => html`
  <main id="main" class="gate">
    <p class="brand">${brand}Svara</p>
    ${gate.link ? chooser(gate) : entrance(gate)}
    <p class="small"><button class="btn btn-bare lang" lang=${language() === 'sv' ? 'en' : 'sv'} @click=${page.switchLanguage}>${t('otherLanguage')}</button> <a class="btn btn-bare" href="#/accessibility">${t('accessibility')}</a></p>
  </main>`;

const entrance = gate => html`
  <div><h1>${t('signIn')}</h1><p class="soft">${t('signInMore')}</p></div>
  ${gate.refused ? html`<p class="err" role="alert" id="refused">${icon('warn')}<span>${t('refusedElsewhere')[gate.refused]}</span></p>` : nothing}
  ${gate.elsewhere ? html`
    <a class="btn btn-main" id="elsewhere" href="api/v1/session/openid" @click=${() => gate.goElsewhere()}>${t('signInElsewhere')}</a>
    <p class="soft or">${t('orPassword')}</p>` : nothing}
  <form novalidate @submit=${event => gate.byPassword(event)}>
    ${field(gate, 'name', 'userName', null, html`<input class="in" id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="100" required
      aria-describedby=${described(gate, 'name')}>`)}
    ${field(gate, 'password', 'password', null, password(gate, 'password', 'current-password'))}
    <button class="btn ${gate.elsewhere ? '' : 'btn-main'}" ?disabled=${gate.sending}>${t('signIn')}</button>
  </form>
  <details class="more" ?open=${gate.where === 'token'}><summary>${t('otherWayIn')}</summary>
    <form novalidate @submit=${event => gate.byToken(event)}>
      ${field(gate, 'token', 'token', 'tokenHint', html`<input class="in" id="token" name="token" type="password" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="200"
        aria-invalid=${failed(gate, 'token') ? 'true' : nothing} aria-describedby=${described(gate, 'token', 'tokenHint')}>`)}
      <button class="btn">${t('signInByToken')}</button>
    </form></details>`;

const chooser = gate => html`
  <div><h1>${t('choosePassword')}</h1><p class="soft">${gate.whose ? t('choosePasswordFor', gate.whose.fullName || gate.whose.name, gate.whose.name) : nothing}</p></div>
  <form novalidate @submit=${event => gate.choose(event)}>
    <input class="vh" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly .value=${gate.whose?.name ?? ''}>
    ${field(gate, 'password', 'newPassword', 'passwordHint', password(gate, 'password', 'new-password', 'passwordHint'))}
    ${field(gate, 'again', 'passwordAgain', null, password(gate, 'again', 'new-password'))}
    <button class="btn btn-main" ?disabled=${gate.sending}>${t('savePassword')}</button>
  </form>`;

const failed = (gate, name) => gate.error && gate.where === name;
const described = (gate, name, hint) => (failed(gate, name) ? `${name}-error` : hint ? `${name}-hint` : nothing);

const password = (gate, name, autocomplete, hint) => html`
  <input class="in" id=${name} name=${name} type="password" autocomplete=${autocomplete} maxlength="200" required
    aria-invalid=${failed(gate, name) ? 'true' : nothing} aria-describedby=${described(gate, name, hint)}>`;

const field = (gate, name, label, hint, control) => html`
  <div><label for=${name}>${t(label)}</label>
    ${failed(gate, name)
      ? html`<p class="err" id="${name}-error">${icon('warn')}${t(gate.error)}</p>`
      : hint ? html`<p class="hint" id="${name}-hint">${t(hint)}</p>` : nothing}
    ${control}</div>`;
