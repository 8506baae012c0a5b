// The way in: a code from a printed address, or the token itself.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { ask } from './api.js';
import { brand, icon } from './icons.js';
import { language, t } from './texts.js';

/** Exchanges a code in the address for a session and takes it out of the address and history. */
export async function useCode() {
  const code = /^#code=([\w.-]{1,200})$/.exec(location.hash)?.[1];
  if (!code) return '';
  history.replaceState(null, '', location.pathname);
  return attempt({ code }, 'codeUsed');
}

/** The words of what went wrong, or nothing. */
async function attempt(body, refusedWords) {
  try {
    await ask('api/v1/session', { method: 'POST', body });
    return '';
  } catch (refused) {
    return refused.status === 401 ? refusedWords : 'signInFailed';
  }
}

export class Gate {
  constructor(changed, signedIn) {
    this.changed = changed;
    this.signedIn = signedIn;
    this.error = '';
  }

  async submit(event) {
    event.preventDefault();
    const token = event.target.elements.token.value.trim();
    this.error = token ? await attempt({ token }, 'tokenWrong') : 'tokenWrong';
    this.changed();
    if (this.error) document.getElementById('token').focus();
    else this.signedIn();
  }
}

export const gatePage = (gate, page) => html`
  <main id="main" class="gate">
    <p class="brand">${brand}Svara</p>
    <div><h1>${t('signIn')}</h1><p class="soft">${t('signInMore')}</p></div>
    <form @submit=${event => gate.submit(event)}>
      <div><label for="token">${t('token')}</label>
        ${gate.error
          ? html`<p class="err" id="token-error">${icon('warn')}${t(gate.error)}</p>`
          : html`<p class="hint" id="token-hint">${t('tokenHint')}</p>`}
        <input class="in" id="token" name="token" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" maxlength="200"
          aria-invalid=${gate.error ? 'true' : nothing} aria-describedby=${gate.error ? 'token-error' : 'token-hint'}></div>
      <button class="btn btn-main">${t('signIn')}</button>
    </form>
    <p class="small"><button class="btn btn-bare lang" lang=${language() === 'sv' ? 'en' : 'sv'} @click=${page.switchLanguage}>${t('otherLanguage')}</button></p>
  </main>`;
