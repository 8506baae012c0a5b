// The call on my phone, on whatever page I am: who it is, what it is about, and how it is written off by keys alone.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { alarm } from './announce.js';
import { ask } from './api.js';
import { callerName, clock, duration, number, secondsSince, swedish, ticketLink } from './format.js';
import { icon } from './icons.js';
import { mine, myMatter } from './me.js';
import { statusMark } from './tickets.js';
import { t } from './texts.js';
import { offerUndo } from './undo.js';

const SHOWN = 4;

/** What such tickets are sorted as, in the organisation's own language whoever sorts them. */
export const WRONG_NUMBER = 'Fel nummer';
export const PRIVATE = 'Privat samtal';

export class MyCall {
  constructor(state, page) {
    this.state = state;
    this.page = page;
    this.matter = null;
    this.ticket = null;
    this.person = null;
    this.tickets = [];
    this.joining = false;
    this.error = '';
    this.from = null;
  }

  /** Looks what is on my phone now; what was there stays until the wrap-up is over. */
  follow() {
    const tech = mine(this.state);
    const now = myMatter(tech);
    if (now) {
      if (now.ticket !== this.matter?.ticket) this.begin(now);
      this.matter = now;
    } else if (tech?.state === 'wrap_up') {
      const last = this.matter ?? lastCall(this.state, tech);
      if (last && !this.matter) this.begin(last);
      this.matter = last ? { ...last, rings: false, over: true } : null;
    } else {
      this.matter = null;
    }
    return this.matter;
  }

  begin(matter) {
    this.ticket = null;
    this.person = null;
    this.tickets = [];
    this.joining = false;
    this.error = '';
    this.read(matter.ticket);
  }

  /** The requester, the coordinator and what else they have here; without them the card is shorter. */
  async read(ticket) {
    const found = await ask(`api/v1/tickets/${encodeURIComponent(ticket)}`).catch(() => null);
    if (!found || this.matter?.ticket !== ticket) return;
    this.ticket = found;
    const { person } = found.requester;
    if (person !== null) {
      [this.person, this.tickets] = await Promise.all([
        ask(`api/v1/people/${person}`).catch(() => null),
        ask(`api/v1/tickets?requester=${person}&limit=${SHOWN + 1}`).then(page => page.items.filter(row => row.number !== ticket).slice(0, SHOWN)).catch(() => []),
      ]);
    }
    this.page.draw();
  }

  /** To the panel, from fields too; Escape goes back. */
  reach() {
    if (!this.matter) return;
    this.from = document.activeElement;
    document.getElementById('my-ticket')?.focus();
  }

  back() {
    const panel = document.activeElement?.closest('.call');
    if (!panel || !this.from?.isConnected) return;
    this.from.focus();
    this.from = null;
  }

  focus(id) {
    if (this.matter && !this.matter.rings) document.getElementById(id)?.focus();
  }

  /** Which ticket it belongs to instead. */
  askWhich() {
    if (!this.matter || this.matter.rings) return;
    this.joining = true;
    this.page.draw();
    document.getElementById('join')?.focus();
  }

  /** Closes the ticket; as a wrong number or a private matter when that is what it was. */
  async close(category) {
    if (!this.matter || this.matter.rings) return;
    const path = `api/v1/tickets/${encodeURIComponent(this.matter.ticket)}`;
    await this.act(async () => {
      const seen = await ask(path);
      const before = { status: seen.status === 'new' ? 'open' : seen.status, ...(category ? { category: seen.category } : {}) };
      const after = await change(path, seen.version, { status: 'closed', ...(category ? { category } : {}) });
      const tech = mine(this.state);
      if (tech?.state === 'wrap_up') this.page.wrapUp(tech, 0);
      offerUndo(t('callClosed', seen.number), () => change(path, after.version, before).catch(() => this.fail()));
    });
  }

  join(event) {
    event.preventDefault();
    const number = /\d{4}-\d{6,9}/.exec(event.submitter?.value || event.target.elements.join.value)?.[0];
    if (!number) {
      this.error = 'tieEmpty';
      this.page.draw();
      document.getElementById('join').focus();
      return;
    }
    const from = this.matter.ticket;
    const order = method => ask(`api/v1/tickets/${encodeURIComponent(from)}/merged-into/${number}`, { method });
    this.act(async () => {
      await order('PUT');
      this.joining = false;
      offerUndo(t('callJoined', number), () => order('DELETE').catch(() => this.fail()));
      this.page.go(ticketLink(number));
    }, 'not_to_merge');
  }

  async act(what, known = '') {
    try {
      await what();
      this.error = '';
    } catch (refused) {
      this.fail(refused.code === known ? known : '');
    }
    this.page.draw();
  }

  fail(code = '') {
    this.error = code || 'failedToDo';
    alarm(errorWords(this.error));
    this.page.draw();
  }
}

const errorWords = code => (code === 'failedToDo' ? `${t('failedToDo')} ${t('failedToDoMore')}` : t('refusals')[code] ?? t(code));

const change = (path, version, body) => ask(path, { method: 'PATCH', headers: { 'If-Match': `"${version}"` }, body });

/** After a reload the wrap-up still has its call. */
function lastCall(state, tech) {
  const call = (state.calls ?? []).find(one => one.technician === tech.id && one.endedAt);
  return call ? { id: call.id, since: null, caller: call.caller, ticket: call.ticket, subject: call.subject } : null;
}

const what = matter => {
  if (matter.over) return 'youTalked';
  if (matter.rings) return 'ringsForYou';
  return matter.promise?.state === 'dialling' ? 'youCallBack' : 'youTalk';
};

/**
 * The panel.
 *
 * @param timer whether it counts down the wrap-up too, which the line's page does beside it
 */
export function callPanel(my, stale, { timer = true } = {}) {
  const { matter, state } = my;
  if (!matter || stale) return nothing;
  const shown = matter.promise ? swedish(matter.promise.number) ?? matter.promise.number : number(matter.caller);
  const tech = mine(state);
  const left = matter.over ? Math.max(0, Math.ceil(-secondsSince(tech.until, state.now()))) : null;
  return html`
    <section class="card call s-talk" aria-labelledby="call-h">
      <div class="call-top"><p class="mark ${matter.rings ? 'ring' : ''}">${icon(matter.rings ? 'rings' : 'phone')}${t(what(matter))} <span class="soft" role=${timer ? 'timer' : nothing}>${matter.over ? (timer ? t('wrapUpLeft', duration(left)) : '') : matter.since ? duration(secondsSince(matter.since, state.now())) : ''}</span></p>
        <h2 id="call-h">${callerName(matter.caller)}</h2>
        ${shown ? html`<p>${shown}</p>` : nothing}
        ${matter.caller.department ? html`<p class="small soft">${matter.caller.department}</p>` : nothing}
        ${my.person?.coordinators.length ? html`<p class="small soft">${t('coordinator', my.person.coordinators.join(', '))}</p>` : nothing}
        ${matter.promise ? html`<p class="why">${t('promiseToKeep', clock(matter.promise.promisedAt, state.now()))}</p>` : nothing}
        ${matter.subject ? html`<p class="why"><span class="strong">${t('about')}</span> ${matter.subject}</p>` : nothing}</div>
      ${my.tickets.length ? html`<div class="pad"><h3 class="small soft">${t('otherTickets')}</h3><ul class="list">${my.tickets.map(row => html`
        <li class="tie"><span><a href=${ticketLink(row.number)}>${row.number}</a> ${row.subject}</span>${statusMark(row)}</li>`)}</ul></div>` : nothing}
      ${my.error ? html`<p class="err pad" id="call-error">${icon('warn')}${errorWords(my.error)}</p>` : nothing}
      <div class="acts"><a class="btn btn-main" id="my-ticket" href=${ticketLink(matter.ticket)}>${t('openAndWrite')} <kbd>F2</kbd></a>
        ${matter.rings ? nothing : html`
          <button class="btn" id="call-close" @click=${() => my.close()}>${icon('check')}${t('closeCall')} <kbd>L</kbd></button>
          <button class="btn" @click=${() => my.close(WRONG_NUMBER)}>${t('wrongNumber')} <kbd>W</kbd></button>
          <button class="btn" @click=${() => my.close(PRIVATE)}>${t('privateCall')} <kbd>V</kbd></button>
          <button class="btn" aria-expanded=${my.joining} @click=${() => my.askWhich()}>${t('joinOther')} <kbd>H</kbd></button>`}</div>
      ${my.joining ? joinForm(my) : nothing}
    </section>`;
}

const joinForm = my => html`
  <form class="pad me" novalidate @submit=${event => my.join(event)}>
    <label for="join">${t('joinWhich')}</label>
    <span class="row"><input class="in" id="join" name="join" maxlength="60" autocomplete="off" placeholder="2026-000123" aria-describedby=${my.error ? 'call-error' : nothing}>
      <button class="btn">${t('joinDo')}</button></span>
    ${my.tickets.filter(row => row.mergedInto === null).map(row => html`<button class="btn" name="which" value=${row.number}>${t('joinTo', row.number)}</button>`)}
  </form>`;
