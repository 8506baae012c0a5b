// The wall board: read from across the room, by visitors too. No names of callers, no numbers, no tickets.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { bigDuration, clock, duration, secondsSince } from './format.js';
import { box, loading } from './frame.js';
import { brand, chip, icon } from './icons.js';
import { t } from './texts.js';

const SHOWN = 6;

export function wallPage(state) {
  const stale = state.lostAt !== null;
  if (!state.queues) return html`<main id="main" class="wall"><h1 class="vh">${t('wall')}</h1>${loading()}</main>`;
  return html`
    <main id="main" class="wall ${stale ? 'stale' : ''}" tabindex="-1">
      <div class="row"><h1 class="row"><a class="brand" href="#/" aria-label=${t('home')}>${brand}</a>${state.queues.map(queue => queue.title).join(', ')}</h1>
        ${stale ? html`<span class="mark s-breach push">${icon('lost')}${t('lostAt', clock(state.lostAt))}</span>` : html`<span class="live push">${t('live')}</span>`}
        <span class="clock">${clock(stale ? state.lostAt : state.now(), state.now())}</span></div>
      ${stale ? box('breach', t('lost', clock(state.lostAt)), t('lostMeans')) : nothing}
      ${seats(state, stale)}
      ${today(state.figures)}
      <div class="card wall-side">${promises(state)}${technicians(state)}</div>
    </main>`;
}

const all = (state, list) => state.queues.flatMap(list);
const sum = (state, count) => state.queues.reduce((n, queue) => n + count(queue), 0);

function seats(state, stale) {
  const talks = all(state, q => q.active);
  const waits = all(state, q => q.waiting);
  const full = state.queues.some(queue => queue.full);
  return html`<div class="seats">
    ${seat('talk', 'phone', t(stale ? 'talked' : 'talks'), talks.length, sum(state, q => q.limits.talkingMax), longest(state, talks, stale), t('wallNobodyTalks'))}
    ${seat('wait', 'clock', t(stale ? 'wasOnHold' : 'onHold'), waits.length, sum(state, q => q.limits.waitingMax), longest(state, waits, stale), full ? t('full') : t('wallNobodyWaits'))}
  </div>`;
}

/** Of those that go on longest; what is past does not count on. */
function longest(state, list, stale) {
  const first = list.map(one => one.since).filter(Boolean).sort()[0];
  return first ? secondsSince(first, stale ? state.lostAt : state.now()) : null;
}

const seat = (kind, name, words, count, most, seconds, none) => html`
  <section class="seat ${count ? `s-${kind}` : 'free'}" aria-labelledby="wall-${kind}"><header><h2 class="mark" id="wall-${kind}">${icon(name)}${words}</h2><span>${t('of', count, most)}</span></header>
    ${seconds === null ? html`<p class="meta">${none}</p>` : html`<p class="dur" role="timer">${bigDuration(seconds)}</p>`}</section>`;

function today(figures) {
  if (!figures) return html`<dl class="wall-sum card"><div><dt>${t('calledToday')}</dt><dd>${t('unknown')}</dd></div></dl>`;
  const o = figures.outcomes;
  const rows = [
    [t('calledToday'), figures.offered], [t('outcomeSums').ANSWERED, o.ANSWERED], [t('outcomeSums').CALLBACK_PROMISED, o.CALLBACK_PROMISED],
    [t('outcomeSums').TURNED_AWAY, o.TURNED_AWAY], [t('outcomeSums').ABANDONED, o.ABANDONED + o.ABANDONED_SHORT], [t('outcomeSums').CLOSED, o.CLOSED],
  ];
  return html`<dl class="wall-sum card">${rows.map(([words, n]) => html`<div><dt>${words}</dt><dd>${n}</dd></div>`)}</dl>`;
}

function promises(state) {
  const open = all(state, q => q.callbacks);
  return html`<section aria-labelledby="wall-p"><header><h2 id="wall-p">${t('promises')}</h2><span class="push soft">${open.length}</span></header>
    ${open.length === 0 ? html`<p class="pad soft">${t('stripNoPromises')}</p>` : html`<ol class="list">${open.slice(0, SHOWN).map(one => html`
      <li><span>${t('promisedAt', clock(one.promisedAt, state.now()))}</span>${due(state, one)}</li>`)}</ol>`}</section>`;
}

function due(state, one) {
  if (!one.promisedBy) return nothing;
  const left = -secondsSince(one.promisedBy, state.now());
  return left < 0 ? chip('breach', 'warn', t('late', duration(-left))) : chip(left < 900 ? 'due' : 'wait', 'promise', t('soonDue', duration(left)));
}

const groups = [
  ['wallFree', 'check', ['free']], ['wallBusy', 'phone', ['ringing', 'talking', 'busy']], ['wallWrapUp', 'pen', ['wrap_up']], ['wallPaused', 'pause', ['paused', 'unreachable']],
];

const technicians = state => html`
  <section aria-labelledby="wall-t"><header><h2 id="wall-t">${t('technicians')}</h2></header>
    <ul class="list">${groups.map(([words, name, states]) => html`
      <li><span class="row">${icon(name)}${t(words)}</span><strong>${sum(state, q => q.technicians.filter(tech => states.includes(tech.state)).length)}</strong></li>`)}</ul></section>`;
