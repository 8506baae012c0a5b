// What was refused or failed, gathered from all parts, each with a way to have it tried again.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { callerWords, clock } from './format.js';
import { box, empty, loading } from './frame.js';
import { icon } from './icons.js';
import { MailList, table } from './mails.js';
import { refusalTable, unkept, unkeptRow } from './promises.js';
import { t } from './texts.js';
import { may } from './who.js';

const MAILS = ['refused', 'given_up', 'kept'];
const ORDERS = { directory: 'askedDirectory', exchange: 'askedExchange' };

export class Faults {
  constructor(changed, go) {
    this.changed = changed;
    this.found = null;
    this.failed = false;
    this.problem = '';
    this.mails = may('see-tickets') ? MAILS.map(view => new MailList(view, changed, go)) : [];
  }

  async read() {
    try {
      [this.found] = await Promise.all([ask('api/v1/faults'), ...this.mails.map(list => list.read())]);
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.changed();
  }

  async again(what) {
    try {
      await ask(`api/v1/faults/${what}`, { method: 'POST' });
      this.problem = '';
      tell(t(ORDERS[what]));
    } catch {
      this.problem = t('failedToDoMore');
      alarm(`${t('failedToDo')} ${this.problem}`);
    }
    await this.read();
  }
}

const mailsOf = faults => faults.mails.filter(list => list.rows === null || list.rows.length > 0 || list.left.length > 0);

function nothingAtAll(state, faults) {
  const { parts, strangers, differences, invariantViolations } = faults.found;
  return parts.length === 0 && strangers.refused === 0 && differences === 0 && invariantViolations === 0
    && mailsOf(faults).length === 0 && unkept(state).length === 0 && (state.refusals ?? []).length === 0;
}

export const faultsPage = (state, faults) => html`
  <div class="head"><h1>${t('faults')}</h1></div>
  ${faults.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
  ${faults.problem ? box('breach', t('failedToDo'), faults.problem) : nothing}
  ${faults.found === null ? html`<div aria-busy="true">${loading()}</div>`
    : nothingAtAll(state, faults) ? html`<section class="card" aria-label=${t('faults')}>${empty('check', t('noFaults'), t('noFaultsMore'))}</section>` : html`
      <div class="stack">
        ${technology(state, faults)}
        ${mailsOf(faults).map(list => mails(state, list))}
        ${promises(state)}
        ${notPromised(state)}
      </div>`}`;

const again = (state, faults, what, label) => may('mend-faults') ? html`
  <button class="btn" ?disabled=${state.lostAt !== null} @click=${() => faults.again(what)}>${t(label)}</button>` : nothing;

function technology(state, faults) {
  const { parts, strangers, differences, invariantViolations } = faults.found;
  if (parts.length === 0 && strangers.refused === 0 && differences === 0 && invariantViolations === 0) return nothing;
  return html`
    <section class="card" aria-labelledby="technology-h">
      <header><h2 id="technology-h">${t('technology')}</h2></header>
      <ul class="list">
        ${repeat(parts, part => part.name, part => html`
          ${fact('breach', t('health', part.name, part.state, part.reason), `${t('since', clock(part.since, state.now()))} ${t('partMeans')[part.name] ?? ''}`,
            part.name === 'directory' ? again(state, faults, 'directory', 'askDirectory') : nothing)}`)}
        ${invariantViolations ? fact('breach', t('invariantsBroken', invariantViolations), t('invariantsBrokenMore'), nothing) : nothing}
        ${differences ? fact('due', t('differences', differences), t('differencesMore'), again(state, faults, 'exchange', 'askExchange')) : nothing}
        ${strangers.refused ? fact('due', t('strangers', strangers.refused), t('strangersMore', strangers.lastFrom, clock(strangers.lastAt, state.now())), nothing) : nothing}
      </ul>
    </section>`;
}

const fact = (kind, words, more, order) => html`
  <li class="promise"><span class="turn mark s-${kind}">${icon('warn')}</span>
    <div><p class="strong">${words}</p><p class="small soft">${more}</p></div><span></span>
    <div class="acts-end">${order}</div></li>`;

function mails(state, list) {
  const id = `faults-${list.view}`;
  return html`
    <section class="card" aria-labelledby=${id} aria-busy=${list.rows ? nothing : 'true'}>
      <header><h2 id=${id}>${t('faultMails')[list.view]}</h2><p class="push"><a href="#/mail?view=${list.view}">${t('allOfThem')}<span class="vh"> ${t('faultMails')[list.view]}</span></a></p></header>
      ${list.problem ? box('due', t('failedToDo'), list.problem) : nothing}
      ${list.left.length ? html`<p class="pad">${t('mailsLeft', list.left.length)}</p>` : nothing}
      ${list.rows === null ? loading() : list.rows.length ? table(state, list) : nothing}
    </section>`;
}

function promises(state) {
  const work = unkept(state);
  if (work.length === 0) return nothing;
  return html`
    <section class="card" aria-labelledby="unkept-h">
      <header><h2 id="unkept-h">${t('faultPromises')}</h2></header>
      <ul class="list">${repeat(work, one => one.id, one => unkeptRow(state, one, anew(one)))}</ul>
    </section>`;
}

const anew = one => may('work-line') ? html`
  <a class="btn" href="#/promises/new?${new URLSearchParams({ ticket: one.ticket, number: one.number, name: one.caller.name })}">${icon('promise')}${t('promiseAnew')}<span class="vh"> ${callerWords(one.caller)}</span></a>` : nothing;

function notPromised(state) {
  const all = state.refusals ?? [];
  return all.length === 0 ? nothing : html`
    <section class="card" aria-labelledby="refused-h">
      <header><h2 id="refused-h">${t('refusedTitle', all.length)}</h2></header>
      ${refusalTable(state, all)}
    </section>`;
}
