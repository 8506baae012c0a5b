// The queue live: who talks, who waits, who is owed a callback, and today's figures beside them.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { bigDuration, callerName, clock, duration, number, secondsSince, swedish, ticketLink } from './format.js';
import { box, empty, loading } from './frame.js';
import { dutyMenu } from './duty.js';
import { chip, icon } from './icons.js';
import { meCard, mine } from './me.js';
import { lineMenu, notices } from './notices.js';
import { promises } from './promises.js';
import { statusMark } from './tickets.js';
import { t } from './texts.js';

export function linePage(state, page) {
  const stale = state.lostAt !== null;
  return html`
    <div class="head"><h1>${t('line')}</h1><div class="push">${health(state)}</div></div>
    ${state.failed && !stale ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
    ${page.problem.where === 'page' ? box('breach', t('failedToDo'), page.problem.words) : nothing}
    <div class="desk">
      <div class="mine quiet stack">${state.queues ? meCard(state, page, stale) : nothing}${today(state, stale)}${latestTickets(state, stale)}</div>
      <div class="stack">
        ${state.queues ? repeat(state.queues, q => q.name, q => line(state, q, page, stale)) : waitingCard(t('line'))}
        ${promises(state, page, stale)}
        <div class="two wide">${latestCalls(state, stale)}${technicians(state, page, stale)}</div>
      </div>
    </div>`;
}

const waitingCard = title => html`
  <section class="card" aria-busy="true" aria-label=${title}><header><h2>${title}</h2></header>${loading()}</section>`;

const health = state => state.lostAt !== null ? html`<p class="small soft">${t('healthUnknown')}</p>` : html`
  <ul class="health" aria-label=${t('technology')}>${(state.health ?? []).map(part => html`
    <li class=${part.state === 'works' ? '' : part.state === 'down' ? 'mark s-breach' : 'mark s-due'}>
      ${icon(part.state === 'works' ? 'check' : 'warn')}${t('health', part.name, part.state, part.reason)}</li>`)}</ul>`;

// -- the line

function line(state, queue, page, stale) {
  const names = new Map(queue.technicians.map(tech => [tech.id, tech.name]));
  return html`
    <section class="card ${stale ? 'stale' : ''}" aria-labelledby="line-${queue.name}">
      <header><h2 id="line-${queue.name}">${queue.title}</h2><p>${queue.numbers.map(n => swedish(n) ?? n).join(', ')}</p>
        <span class="push row">${stale
          ? html`<span class="small soft">${t('asItWas', clock(state.lostAt))}</span>`
          : queue.full
            ? chip('away', 'away', t('full'))
            : html`<span class="small soft">${queue.open ? t('open') : t('closed')}</span>`}
          ${lineMenu(queue, page, stale)}</span></header>
      ${notices(state, queue, page, stale)}
      <div class="seats">
        <div class="seat-group">
          ${repeat(queue.active, c => c.call, c => talking(state, queue, c, names, stale))}
          ${freeTalking(state, queue)}
        </div>
        <div class="seat-group">
          ${repeat(queue.waiting, c => c.call, c => onHold(state, queue, c, page, stale))}
          ${freeWaiting(state, queue)}
        </div>
      </div>
      ${tally(state, queue)}
    </section>`;
}

const seatTop = (name, words, count) => html`
  <header><span class="mark">${icon(name)}${words}</span><span>${count}</span></header>`;

const person = call => html`
  <p class="who">${callerName(call.caller)}</p>`;

const ticketLine = call => html`
  <p class="meta"><a href=${ticketLink(call.ticket)}>${call.ticket}</a> ${call.subject}</p>`;

const joined = parts => parts.filter(Boolean).join(', ');

const timer = (call, state) => html`
  <p class="dur" role="timer">${bigDuration(secondsSince(call.since, state.lostAt ?? state.now()))}</p>`;

function talking(state, queue, call, names, stale) {
  const rings = call.state === 'ringing';
  const who = call.technicians.map(id => names.get(id) ?? id).join(', ');
  const words = rings ? t(stale ? 'rang' : 'rings') : t(stale ? 'talked' : 'talks');
  return html`
    <div class="seat s-talk">
      ${seatTop(rings ? 'rings' : 'phone', words, t('of', queue.active.length, queue.limits.talkingMax))}
      ${timer(call, state)}${person(call)}
      <p class="meta">${joined([call.caller.department, number(call.caller), rings ? t('ringsAt', who) : t('withTechnician', who)])}</p>
      ${ticketLine(call)}
    </div>`;
}

function onHold(state, queue, call, page, stale) {
  const me = mine(state);
  const iMay = queue.takeIt && me?.queue.name === queue.name && me.state === 'free' && queue.active.length >= queue.limits.talkingMax;
  return html`
    <div class="seat s-wait">
      ${seatTop('clock', t(stale ? 'wasOnHold' : 'onHold'), t('of', queue.waiting.length, queue.limits.waitingMax))}
      ${timer(call, state)}${person(call)}
      <p class="meta">${joined([call.caller.department, number(call.caller), t('turn', call.turn)])}</p>
      ${ticketLine(call)}
      ${iMay ? html`<p><button class="btn btn-main" ?disabled=${stale} @click=${() => page.take(call, me)}>${icon('phone')}${t('takeIt')}</button></p>` : nothing}
    </div>`;
}

function freeTalking(state, queue) {
  const free = queue.limits.talkingMax - queue.active.length;
  if (free <= 0) return nothing;
  if (queue.active.length > 0) return html`<div class="seat free"><p>${t('freePlaces', free)}</p></div>`;
  const ended = (state.calls ?? []).find(call => call.queue === queue.name && call.answeredAt && call.endedAt);
  const someoneFree = queue.technicians.some(tech => tech.state === 'free');
  const words = !queue.open ? 'nobodyTalksClosed' : someoneFree ? 'nobodyTalks' : 'nobodyTalksNobodyFree';
  return html`
    <div class="seat free">${seatTop('phone', t('talks'), t('of', 0, queue.limits.talkingMax))}
      <p>${t(words)}</p>
      ${ended ? html`<p class="small">${t('lastEnded', clock(ended.endedAt, state.now()))}</p>` : nothing}</div>`;
}

function freeWaiting(state, queue) {
  const free = queue.limits.waitingMax - queue.waiting.length;
  if (queue.waiting.length > 0) {
    return free > 0 ? html`<div class="seat free"><p>${t('freePlaces', free)}</p></div>` : nothing;
  }
  const longest = figuresOf(state, queue)?.wait.longestSeconds;
  return html`
    <div class="seat free">${seatTop('clock', t('onHold'), t('of', 0, queue.limits.waitingMax))}
      <p>${queue.limits.waitingMax > 0 ? t('nobodyWaits') : t('noWaiting')}</p>
      ${longest ? html`<p class="small">${t('longestToday', duration(longest))}</p>` : nothing}</div>`;
}

const figuresOf = (state, queue) => state.figures?.queues.find(f => f.queue === queue.name);

function tally(state, queue) {
  const figures = figuresOf(state, queue);
  const outcomes = figures?.outcomes ?? {};
  const shown = [
    [t('calledToday'), figures?.offered ?? (state.figures ? 0 : t('unknown'))],
    [t('outcomeSums').ANSWERED, outcomes.ANSWERED],
    [t('outcomeSums').CALLBACK_PROMISED, outcomes.CALLBACK_PROMISED],
    [t('outcomeSums').TURNED_AWAY, outcomes.TURNED_AWAY],
    [t('outcomeSums').ABANDONED, figures ? outcomes.ABANDONED + outcomes.ABANDONED_SHORT : undefined],
  ];
  return html`
    <dl class="tally">${shown.filter(([, n]) => n !== undefined).map(([words, n]) => html`
      <div><dt>${words}</dt><dd>${n}</dd></div>`)}
      ${queue.dismissed ? html`<div><dt>${t('hearsMessage', queue.dismissed)}</dt></div>` : nothing}</dl>`;
}

// -- technicians

const looksOf = {
  free: ['talk', 'check'],
  ringing: ['talk', 'rings'],
  talking: ['talk', 'phone'],
  wrap_up: ['wait', 'pen'],
  busy: ['idle', 'phone'],
  unreachable: ['due', 'warn'],
  paused: ['idle', 'pause'],
  off: ['idle', 'off'],
};

function technicians(state, page, stale) {
  if (!state.queues) return nothing;
  const all = state.queues.flatMap(q => q.technicians.map(tech => ({ ...tech, queue: q })));
  const onDuty = all.filter(tech => tech.duty !== 'off').length;
  const free = all.filter(tech => tech.state === 'free').length;
  return html`
    <section class="card ${stale ? 'stale' : ''}" aria-labelledby="technicians-h">
      <header><h2 id="technicians-h">${t('technicians')}</h2><p class="push">${t('freeOfOnDuty', free, onDuty)}</p></header>
      ${all.length
        ? html`<ul class="list">${repeat(all, tech => `${tech.queue.name} ${tech.id}`, tech => technician(state, page, tech, stale))}</ul>`
        : empty('off', t('noTechnicians'), t('noTechniciansMore'))}
    </section>`;
}

function technician(state, page, tech, stale) {
  const noAnswer = tech.state === 'paused' && tech.reason === 'no_answer';
  const [colour, name] = noAnswer ? ['due', 'pause'] : looksOf[tech.state];
  const busy = tech.state === 'ringing' || tech.state === 'talking';
  const more = busy && tech.since
    ? joined([state.queues.length > 1 ? tech.queue.title : '', duration(secondsSince(tech.since, state.lostAt ?? state.now()))])
    : tech.until ? t('wrapUpUntil', clock(tech.until, state.now())) : '';
  return html`
    <li class="pres s-${colour}">${icon(name)}<span>${tech.name}${mine(state)?.id === tech.id ? html` <span class="soft">${t('isYou')}</span>` : nothing}</span>
      <span class=${busy || noAnswer || tech.state === 'wrap_up' ? 'mark' : 'calm'}>${words(tech, noAnswer)}</span>
      ${dutyMenu(page, tech, stale)}
      ${more ? html`<span class="small soft">${more}</span>` : nothing}</li>`;
}

function words(tech, noAnswer) {
  if (noAnswer) return t('noAnswer');
  if (tech.state === 'paused' && tech.reason) return t('pausedFor', tech.reason);
  return t('technicianState')[tech.state];
}

// -- latest calls

const outcomeLooks = {
  ANSWERED: ['talk', 'check'],
  CALLBACK_PROMISED: ['wait', 'promise'],
  CLOSED: ['idle', 'off'],
  INFORMED: ['idle', 'check'],
  TURNED_AWAY: ['away', 'away'],
  ABANDONED_SHORT: ['idle', 'cross'],
  ABANDONED: ['idle', 'cross'],
  FAILED: ['breach', 'warn'],
};

function latestCalls(state, stale) {
  if (!state.calls) return waitingCard(t('latestCalls'));
  return html`
    <section class="card ${stale ? 'stale' : ''}" aria-labelledby="calls-h">
      <header><h2 id="calls-h">${t('latestCalls')}</h2></header>
      ${state.calls.length === 0 ? empty('phone', t('noCalls'), t('noCallsMore')) : callTable(state, state.calls)}
    </section>`;
}

/** Calls, a row each. */
export const callTable = (state, calls) => html`
  <div class="scroll"><table class="flow"><thead><tr><th scope="col">${t('time')}</th><th scope="col">${t('caller')}</th><th scope="col">${t('outcome')}</th><th scope="col">${t('waited')}</th><th scope="col">${t('ticket')}</th></tr></thead>
    <tbody>${repeat(calls, c => c.id, c => call(state, c))}</tbody></table></div>`;

function call(state, c) {
  const [colour, name] = outcomeLooks[c.outcome] ?? ['talk', 'phone'];
  return html`
    <tr><td class="nowrap">${clock(c.offeredAt, state.now())}</td>
      <td class="strong">${c.caller.name || (number(c.caller) || callerName(c.caller))}</td>
      <td>${chip(colour, name, c.outcome ? t('outcomes')[c.outcome] : t('goesOn'))}</td>
      <td class="nowrap soft">${duration(c.waitSeconds)}</td>
      <td><a href=${ticketLink(c.ticket)}>${c.ticket}</a> ${c.subject}</td></tr>`;
}

// -- today

function today(state, stale) {
  const figures = state.figures;
  if (!figures) return waitingCard(t('today'));
  const shown = Object.entries(t('outcomeSums')).filter(([outcome]) => figures.outcomes[outcome] > 0);
  return html`
    <section class="card ${stale ? 'stale' : ''}" aria-labelledby="today-h">
      <header><h2 id="today-h">${t('today')}</h2>${stale ? html`<p class="push">${t('asItWas', clock(state.lostAt))}</p>` : nothing}</header>
      <div class="pad">
        <table class="sums"><tbody>
          <tr><th scope="row" class="strong">${t('calledToday')}</th><td>${figures.offered}</td></tr>
          ${shown.map(([outcome, label]) => html`<tr><th scope="row">${label}</th><td>${figures.outcomes[outcome]}</td></tr>`)}
          </tbody><tfoot>
          <tr><th scope="row">${t('sum')}</th><td>${figures.outcomesSum}</td></tr>
          ${figures.inProgress ? html`<tr><th scope="row">${t('inProgress')}</th><td>${figures.inProgress}</td></tr>` : nothing}
        </tfoot></table>
        ${figures.addsUp
          ? html`<p class="row small tight sum-note">${icon('check')}${t('addsUp', figures.offered, figures.outcomesSum, figures.inProgress)}</p>`
          : box('breach', t('addsUpNot'), t('addsUpNotMore', figures.offered, figures.outcomesSum, figures.inProgress))}
        <table class="sums"><tbody>
          <tr><th scope="row">${t('medianWait')}</th><td>${duration(figures.wait.medianSeconds)}</td></tr>
          <tr><th scope="row">${t('longestWait')}</th><td>${duration(figures.wait.longestSeconds)}</td></tr>
        </tbody></table>
        <p class="small soft">${t('waitMeans')}</p>
      </div>
    </section>`;
}

function latestTickets(state, stale) {
  if (!state.latestTickets) return waitingCard(t('latestTickets'));
  return html`
    <section class="card ${stale ? 'stale' : ''}" aria-labelledby="tickets-h">
      <header><h2 id="tickets-h">${t('latestTickets')}</h2><a class="push small" href="#/tickets">${t('allTickets')}</a></header>
      ${state.latestTickets.length === 0 ? empty('isOpen', t('noTickets'), t('noTicketsMore')) : html`
        <ul class="list latest">${repeat(state.latestTickets, row => row.number, row => html`
          <li><p><a href=${ticketLink(row.number)}>${row.number}</a> ${row.subject}</p>
            <span class="small soft nowrap">${clock(row.changedAt, state.now())}</span>
            <p class="small soft">${joined([row.requester.name, row.requester.department])}</p>
            ${statusMark(row)}</li>`)}</ul>`}
    </section>`;
}
