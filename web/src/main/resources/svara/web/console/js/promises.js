// Promises: who is owed a call, what is being done about it, what has become work, what was refused.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { callerName, callerWords, clock, duration, secondsSince, swedish, ticketLink } from './format.js';
import { box, empty } from './frame.js';
import { chip, icon } from './icons.js';
import { mine } from './me.js';
import { t } from './texts.js';

export function promises(state, page, stale) {
  if (!state.queues) return nothing;
  const all = state.queues.flatMap(q => q.callbacks);
  const next = state.queues.flatMap(q => q.waiting)[0];
  const stopped = state.queues.some(q => q.diallingStopped);
  return html`
    <section class="card ${stale ? 'stale' : ''}" aria-labelledby="promises-h">
      <header><h2 id="promises-h">${t('promises')}</h2>${all.length
        ? html`<p>${t('promisesOrder')} ${next ? t('waitingHasTurn', next.turn) : nothing}</p>` : nothing}
        <span class="push row">${stale ? html`<span class="small soft">${t('notWhileLost')}</span>` : nothing}
          <a class="btn btn-bare" href="#/promises/new">${icon('promise')}${t('newPromise')}</a>
          ${stopped ? nothing : html`<button class="btn btn-bare" ?disabled=${stale} @click=${() => page.dialling(true)}>${icon('off')}${t('stopDialling')}</button>`}</span></header>
      ${stopped ? diallingStopped(page, stale) : nothing}
      ${page.problem.where === 'promises' ? box('breach', t('failedToDo'), page.problem.words) : nothing}
      ${all.length
        ? html`<ol class="list">${repeat(all, c => c.id, c => promise(state, page, c, stale))}</ol>`
        : empty('promise', t('noPromises'), t('noPromisesMore'))}
      ${expired(state)}
      ${refusals(state)}
    </section>`;
}

const diallingStopped = (page, stale) => html`
  <div class="box s-out">${icon('off')}<span><strong>${t('diallingStopped')}</strong> ${t('diallingStoppedMore')}</span>
    <button class="btn push" ?disabled=${stale} @click=${() => page.dialling(false)}>${t('allowDialling')}</button></div>`;

function promise(state, page, callback, stale) {
  const free = callback.state === 'owed' || callback.state === 'due';
  return html`
    <li class="promise"><span class="turn"><span class="vh">${t('turnWord')}</span>${callback.turn}</span>
      <div><p class="strong">${callerName(callback.caller)}</p>
        <p class="small soft">${swedish(callback.number) ?? callback.number}.
          ${t('calledAt', clock(callback.arrivedAt, state.now()))}
          ${callback.promisedBy ? t('promisedBy', clock(callback.promisedBy, state.now())) : t('promisedAt', clock(callback.promisedAt, state.now()))}
          ${callback.attempts ? t('attempts', callback.attempts) : nothing}
          <a href=${ticketLink(callback.ticket)}>${callback.ticket}</a> ${callback.subject}</p></div>
      ${stage(state, callback)}
      <div class="acts-end">${free ? orders(state, page, callback, stale) : nothing}</div></li>`;
}

const NEAR_SECONDS = 30 * 60;

function stage(state, callback) {
  const who = state.queues.flatMap(q => q.technicians).find(tech => tech.id === callback.technician)?.name ?? callback.technician;
  if (callback.state === 'offered') return chip('talk', 'rings', t('ringsAtShort', who));
  if (callback.state === 'dialling') return chip('talk', 'phone', t('callsBack', who));
  if (callback.state === 'talking') return chip('talk', 'phone', t('talksWith', who));
  const left = callback.promisedBy ? -secondsSince(callback.promisedBy, state.now()) : null;
  if (left !== null && left < 0) return chip('breach', 'warn', t('late', duration(-left)));
  if (left !== null && left < NEAR_SECONDS) return chip('due', 'promise', t('soonDue', duration(left)));
  const waits = callback.notBefore && -secondsSince(callback.notBefore, state.now()) > 0;
  if (callback.attempts && waits) return chip('wait', 'promise', t('nextAttempt', clock(callback.notBefore, state.now())));
  return chip('wait', 'promise', t('promise'));
}

function orders(state, page, callback, stale) {
  const name = callerWords(callback.caller);
  const queue = state.queues.find(q => q.name === callback.queue);
  const me = mine(state);
  const iCan = me && me.queue.name === callback.queue && !queue.diallingStopped;
  const note = `note-${callback.id}`;
  return html`
    ${iCan ? html`<button class="btn" ?disabled=${stale} @click=${() => page.dial(callback, me)}
      aria-label="${t('dial')}. ${t('dialFor', name)}">${icon('phone')}${t('dial')}</button>` : nothing}
    <button class="btn" ?disabled=${stale} @click=${() => page.finish(callback, '')}
      aria-label="${t('done')}. ${t('doneFor', name)}">${t('done')}</button>
    <details class="menu"><summary class="btn" aria-label=${t('moreFor', name)}>${t('more')}${icon('down')}</summary>
      <div class="pop">
        ${queue.diallingStopped ? nothing : dialBy(page, callback, queue, stale)}
        <form class="reason" @submit=${event => withNote(event, page, callback)}>
          <label for=${note}>${t('promiseNote')}</label>
          <input class="in" id=${note} name="note" maxlength="1000" autocomplete="off">
          <button class="btn" name="what" value="done" ?disabled=${stale}>${icon('check')}${t('doneWithNote')}</button>
          <button class="btn" name="what" value="withdraw" ?disabled=${stale}>${icon('cross')}${t('withdraw')}</button>
        </form></div>
    </details>`;
}

const dialBy = (page, callback, queue, stale) => {
  const able = queue.technicians.filter(tech => ['free', 'paused', 'wrap_up'].includes(tech.state));
  return able.length === 0 ? html`<p class="hint">${t('nobodyCanDial')}</p>` : html`
    <p class="hint">${t('dialOnPhoneOf')}</p>
    ${able.map(tech => html`<button class="btn" ?disabled=${stale} @click=${() => page.dial(callback, tech)}>${icon('phone')}${tech.name}</button>`)}`;
};

function withNote(event, page, callback) {
  event.preventDefault();
  const note = event.target.elements.note.value.trim();
  event.target.closest('details').open = false;
  if (event.submitter?.value === 'withdraw') page.withdraw(callback, note); else page.finish(callback, note);
}

// -- what is left for people

/** Promises that nobody could keep: each is somebody's work. */
export const unkept = state => (state.expired ?? []).filter(one => one.work);

/** One of them; with a way to promise anew when that is wanted. */
export const unkeptRow = (state, one, anew = nothing) => html`
  <li class="promise"><span class="turn mark s-breach">${icon('warn')}</span>
    <div><p class="strong">${callerName(one.caller)}</p>
      <p class="small soft">${swedish(one.number) ?? one.number}. ${t('calledAt', clock(one.arrivedAt, state.now()))}
        ${one.attempts ? t('attempts', one.attempts) : nothing} ${one.lastResult ? `${t('results')[one.lastResult]}.` : nothing}
        ${one.subject}</p></div>
    ${chip('breach', 'warn', t('expiredAt', clock(one.endedAt, state.now())))}
    <div class="acts-end">${anew}<a class="btn" href=${ticketLink(one.ticket)}>${t('openTicketNumber', one.ticket)}</a></div></li>`;

function expired(state) {
  const work = unkept(state);
  if (work.length === 0) return nothing;
  return html`
    <h3 class="pad sub">${t('expiredWork')}</h3>
    <ul class="list">${repeat(work, one => one.id, one => unkeptRow(state, one))}</ul>`;
}

function refusals(state) {
  const all = state.refusals ?? [];
  if (all.length === 0) return nothing;
  return html`
    <details class="more"><summary>${icon('right')}${t('refusedTitle', all.length)}</summary>
      <div>${refusalTable(state, all)}</div>
    </details>`;
}

/** Who asked for a promise and got none, or was not dialled, and why. */
export const refusalTable = (state, all) => html`
  <div class="scroll"><table class="flow"><thead><tr><th scope="col">${t('time')}</th><th scope="col">${t('caller')}</th><th scope="col">${t('refusedWhy')}</th><th scope="col">${t('ticket')}</th></tr></thead>
    <tbody>${all.map(one => html`
      <tr><td class="nowrap">${clock(one.at, state.now())}</td><td class="strong">${callerName(one.caller)}</td>
        <td>${t('refusedWhat')[one.what]} ${t('refusals')[one.reason] ?? one.reason}</td>
        <td><a href=${ticketLink(one.ticket)}>${one.ticket}</a></td></tr>`)}</tbody></table></div>`;
