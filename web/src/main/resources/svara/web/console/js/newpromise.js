// A promise that somebody makes by hand: to one who wrote, or who stands at the counter.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { box } from './frame.js';
import { icon } from './icons.js';
import { mine, whoAmI } from './me.js';
import { t } from './texts.js';

export class NewPromise {
  constructor(asked, changed, made) {
    this.changed = changed;
    this.made = made;
    this.ticket = asked.get('ticket');
    this.draft = { number: asked.get('number') ?? '', name: asked.get('name') ?? '', queue: '', now: asked.has('now') };
    this.error = '';
    this.sending = false;
  }

  async save(event, state) {
    event.preventDefault();
    if (this.sending) return;
    const me = mine(state);
    if (!this.draft.number.trim()) {
      this.refuse(t('numberEmpty'));
      return;
    }
    this.sending = true;
    this.error = '';
    try {
      const promise = await ask('api/v1/callbacks', { method: 'POST', body: this.body(state, me) });
      if (this.draft.now && me) await this.dial(promise, me);
      tell(t('promiseMade', promise.number));
      this.made(promise);
    } catch (refused) {
      // What was written stays in the fields
      this.refuse(t('refusals')[refused.code] ?? `${t('failedToDo')} ${t('failedToDoMore')}`);
    }
    this.sending = false;
    this.changed();
  }

  body(state, me) {
    const body = { queue: this.draft.queue || (me?.queue ?? state.queues[0]).name, number: this.draft.number.trim() };
    if (this.draft.name.trim()) body.name = this.draft.name.trim();
    if (this.ticket) body.ticket = this.ticket;
    if (me && me.queue.name === body.queue) body.by = whoAmI();
    return body;
  }

  /** The promise stands even when nobody can be rung at this moment. */
  async dial(promise, me) {
    try {
      await ask(`api/v1/callbacks/${encodeURIComponent(promise.id)}/dial`, { method: 'POST', body: { technician: me.id } });
    } catch (refused) {
      alarm(`${t('notDialledNow')} ${t('refusals')[refused.code] ?? ''}`);
    }
  }

  refuse(words) {
    this.error = words;
    this.changed();
    alarm(words);
    document.getElementById('promise-number')?.focus();
  }
}

export function newPromisePage(state, form) {
  const me = mine(state);
  const draft = form.draft;
  return html`
    <p class="small soft"><a href="#/">${t('line')}</a></p>
    <div class="head"><h1>${t('newPromise')}</h1></div>
    <form class="card pad narrow" novalidate @submit=${event => form.save(event, state)}>
      ${form.ticket ? html`<p>${t('promiseOnTicket')} <a href="#/tickets/${form.ticket}">${form.ticket}</a></p>` : nothing}
      <div><label for="promise-number">${t('numberToCall')}</label>
        ${form.error
          ? html`<p class="err" id="promise-number-error">${icon('warn')}${form.error}</p>`
          : html`<p class="hint" id="promise-number-hint">${t('numberToCallHint')}</p>`}
        <input class="in" id="promise-number" type="tel" maxlength="40" autocomplete="off" required
          aria-invalid=${form.error ? 'true' : nothing} aria-describedby=${form.error ? 'promise-number-error' : 'promise-number-hint'}
          .value=${live(draft.number)} @input=${event => { draft.number = event.target.value; }}></div>
      <div><label for="promise-name">${t('nameToAskFor')}</label>
        <input class="in" id="promise-name" maxlength="80" autocomplete="off" .value=${live(draft.name)} @input=${event => { draft.name = event.target.value; }}></div>
      ${(state.queues ?? []).length > 1 ? html`
        <div><label for="promise-queue">${t('byLine')}</label><select class="in" id="promise-queue" @change=${event => { draft.queue = event.target.value; }}>
          ${state.queues.map(q => html`<option value=${q.name} ?selected=${q.name === (draft.queue || me?.queue.name)}>${q.title}</option>`)}</select></div>` : nothing}
      ${me ? html`<label class="row tight"><input class="check" type="checkbox" .checked=${live(draft.now)} @change=${event => { draft.now = event.target.checked; }}>${t('dialNow')}</label>` : nothing}
      ${state.queues?.some(q => q.diallingStopped) ? box('due', t('diallingStopped'), t('promiseWaits')) : nothing}
      <div class="row"><button class="btn btn-main" ?disabled=${state.lostAt !== null || form.sending || !state.queues}>${t('makePromise')}</button>
        <a class="btn btn-bare" href=${form.ticket ? `#/tickets/${form.ticket}` : '#/'}>${t('cancel')}</a>
        ${state.lostAt === null ? nothing : html`<span class="hint">${t('notWhileLost')}</span>`}</div>
    </form>`;
}
