// The top bar, the banner, and what every page stands in.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock } from './format.js';
import { brand, chip, icon } from './icons.js';
import { helpSheet } from './keys.js';
import { currentLook, looks } from './look.js';
import { language, t } from './texts.js';
import { undoToast } from './undo.js';
import { may, signedIn } from './who.js';

const lookNames = { system: 'lookSystem', light: 'lookLight', dark: 'lookDark', contrast: 'lookContrast' };

const TICKETS = ['tickets', 'ticket', 'new'];
const FIGURES = ['figures', 'calls'];

export const frame = (state, page, route, content) => html`
  <a class="skip" href="#main" @click=${toMain}>${t('skip')}</a>
  <header class="top">
    <a class="brand" href="#/" aria-label=${t('home')}>${brand}<span>Svara</span></a>
    <nav class="nav" aria-label=${t('mainMenu')}>
      ${may('see-line') ? html`<a href="#/" aria-current=${route === 'line' ? 'page' : nothing}>${t('line')}</a>` : nothing}
      ${may('see-line') ? html`<a href="#/wall">${t('wall')}</a>` : nothing}
      ${may('see-tickets') ? html`<a href="#/tickets" aria-current=${TICKETS.includes(route) ? 'page' : nothing}>${t('tickets')}</a>` : nothing}
      ${may('see-tickets') ? html`<a href="#/mail" aria-current=${route === 'mail' ? 'page' : nothing}>${t('mail')}</a>` : nothing}
      ${may('see-figures') ? html`<a href="#/figures" aria-current=${FIGURES.includes(route) ? 'page' : nothing}>${t('figures')}</a>` : nothing}
      ${may('see-faults') ? html`<a href="#/faults" aria-current=${route === 'faults' ? 'page' : nothing}>${t('faults')}</a>` : nothing}
      ${may('keep-settings') ? html`<a href="#/templates" aria-current=${route === 'templates' ? 'page' : nothing}>${t('templates')}</a>` : nothing}
      ${may('keep-accounts') ? html`<a href="#/users" aria-current=${route === 'users' ? 'page' : nothing}>${t('users')}</a>` : nothing}
      ${may('read-audit') ? html`<a href="#/audit" aria-current=${route === 'audit' ? 'page' : nothing}>${t('auditLog')}</a>` : nothing}
    </nav>
    ${may('see-line') ? html`${strip(state)}${liveMark(state)}` : html`<span class="push"></span>`}
    <button class="btn btn-bare lang" lang=${language() === 'sv' ? 'en' : 'sv'} @click=${page.switchLanguage}>${t('otherLanguage')}</button>
    ${menu(page)}
    <button class="btn btn-icon btn-bare" aria-label=${t('shortcuts')} @click=${page.help}><kbd>?</kbd></button>
  </header>
  ${state.lostAt === null ? nothing : html`
    <section class="banner s-breach" aria-label=${t('connection')}><strong>${t('lost', clock(state.lostAt))}</strong> ${t('lostMeans')}</section>`}
  <main id="main" tabindex="-1">${content}</main>
  ${undoToast()}
  ${helpSheet()}`;

/** A page that is open to everybody. */
export const openPage = (page, content) => html`
  <header class="top"><a class="brand" href="#/" aria-label=${t('signIn')}>${brand}<span>Svara</span></a><span class="push"></span>
    <button class="btn btn-bare lang" lang=${language() === 'sv' ? 'en' : 'sv'} @click=${page.switchLanguage}>${t('otherLanguage')}</button></header>
  <main id="main" tabindex="-1">${content}</main>`;

function toMain(event) {
  // The address's fragment is the page's own; the jump is made by hand
  event.preventDefault();
  document.getElementById('main').focus();
}

function strip(state) {
  if (!state.queues) return html`<a class="strip" href="#/"><span class="vh">${t('lineState')}</span></a>`;
  const count = list => state.queues.reduce((n, queue) => n + list(queue), 0);
  const talks = count(q => q.active.length);
  const waits = count(q => q.waiting.length);
  const promised = count(q => q.callbacks.length);
  const late = count(q => q.callbacks.filter(c => c.promisedBy && Date.parse(c.promisedBy) < state.now()).length);
  return html`
    <a class="strip ${state.lostAt === null ? '' : 'stale'}" href="#/"><span class="vh">${t('lineState')}</span>
      ${talks
        ? chip('talk', 'phone', t('stripTalks', talks, count(q => q.limits.talkingMax)))
        : chip('idle', 'phone', t('stripNobodyTalks'))}
      ${waits
        ? chip('wait', 'clock', t('stripWaits', waits, count(q => q.limits.waitingMax)))
        : chip('idle', 'clock', t('stripNobodyWaits'))}
      ${late
        ? chip('breach', 'warn', t('stripLate', promised, late))
        : promised
        ? chip('wait', 'promise', t('stripPromises', promised))
        : chip('idle', 'promise', t('stripNoPromises'))}
    </a>`;
}

const liveMark = state => state.lostAt === null
  ? html`<span class="live push" title=${t('liveTitle')}><span>${t('live')}</span>${clock(state.now(), state.now())}</span>`
  : html`<span class="mark s-breach push small">${icon('lost')}${t('lostAt', clock(state.lostAt))}</span>`;

const menu = page => html`
  <details class="menu"><summary class="btn">${t('look')}${icon('down')}</summary>
    <div class="pop">
      ${looks.map(name => html`
        <button class="btn" aria-pressed=${currentLook() === name} @click=${() => page.setLook(name)}>
          ${icon(currentLook() === name ? 'check' : 'look')}${t(lookNames[name])}</button>`)}
      <a class="btn" href="#/account" @click=${event => { event.target.closest('details').open = false; }}>${icon('check')}${signedIn()?.fullName || signedIn()?.name || t('myAccount')}</a>
      <a class="btn" href="#/accessibility" @click=${event => { event.target.closest('details').open = false; }}>${icon('look')}${t('accessibility')}</a>
      <button class="btn" @click=${page.signOut}>${icon('cross')}${t('signOut')}</button>
    </div></details>`;

export const empty = (name, fact, more) => html`
  <div class="empty">${icon(name)}<strong>${fact}</strong>${more}</div>`;

export const loading = () => html`
  <div class="pad"><p class="vh">${t('loading')}</p><div class="skel"></div><div class="skel"></div></div>`;

export const box = (kind, fact, more) => html`
  <div class="box s-${kind}">${icon('warn')}<span><strong>${fact}</strong> ${more}</span></div>`;
