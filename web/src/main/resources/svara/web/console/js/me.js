// Who sits at this screen: chosen once and kept by the browser. Whose phone rings is told here.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { alarm } from './announce.js';
import { callerWords, clock, duration, secondsSince, ticketLink } from './format.js';
import { empty } from './frame.js';
import { chip, icon } from './icons.js';
import { callPanel } from './mycall.js';
import { t } from './texts.js';
import { signedIn } from './who.js';

const KEY = 'svara.me';
const NOTIFY = 'svara.notify';

/** Whoever signed in as a technician is one; a screen that is the operator's or a manager's may be told whose it is. */
export const whoAmI = () => signedIn()?.technician ?? localStorage.getItem(KEY) ?? '';

export function iAm(id) {
  if (id) localStorage.setItem(KEY, id); else localStorage.removeItem(KEY);
}

const canNotify = () => 'Notification' in globalThis;
const notifies = () => canNotify() && Notification.permission === 'granted' && localStorage.getItem(NOTIFY) === 'on';

/** Browsers ask for leave only when a person has clicked. */
async function wantNotices(wanted, page) {
  localStorage.setItem(NOTIFY, wanted && await Notification.requestPermission() === 'granted' ? 'on' : 'off');
  page.draw();
}

/** The technician who sits here, with his queue; or nothing. */
export function mine(state) {
  for (const queue of state.queues ?? []) {
    const tech = queue.technicians.find(one => one.id === whoAmI());
    if (tech) return { ...tech, queue };
  }
  return null;
}

/** What rings on my phone, or what I talk about: a call or a promise. */
export function myMatter(tech) {
  if (!tech) return null;
  const call = tech.queue.active.find(one => one.call === tech.call);
  if (call) return { id: call.call, rings: call.state === 'ringing', since: call.since, caller: call.caller, ticket: call.ticket, subject: call.subject };
  const promise = tech.queue.callbacks.find(one => one.id === tech.callback);
  if (!promise) return null;
  return { id: promise.id, rings: promise.state === 'offered', since: tech.since, caller: promise.caller, ticket: promise.ticket, subject: promise.subject, promise };
}

let told = null;

/** Says once for each call that it rings for me: aloud, in the title, and outside the window if wanted. */
export function tellWhenItRings(state, page) {
  const matter = myMatter(mine(state));
  const ringing = matter?.rings ? matter : null;
  if (ringing && ringing.id !== told) {
    alarm(t('itRings', callerWords(ringing.caller), ringing.caller.department, ringing.subject));
    if (notifies()) notice(ringing, page);
    if (sounds()) sound();
  }
  told = ringing?.id ?? null;
  return ringing;
}

const SOUND = 'svara.sound';
const sounds = () => localStorage.getItem(SOUND) === 'on';
let speaker = null;

/** Two short tones, made here: off until somebody wants them, and once to hear what it will be. */
function sound() {
  speaker ??= new AudioContext();
  speaker.resume();
  [660, 880].forEach((tone, i) => {
    const wave = speaker.createOscillator();
    const loud = speaker.createGain();
    wave.frequency.value = tone;
    loud.gain.value = 0.08;
    wave.connect(loud).connect(speaker.destination);
    wave.start(speaker.currentTime + i * 0.22);
    wave.stop(speaker.currentTime + i * 0.22 + 0.18);
  });
}

function wantSound(wanted) {
  localStorage.setItem(SOUND, wanted ? 'on' : 'off');
  if (wanted) sound();
}

function notice(ringing, page) {
  const shown = new Notification(t('itRingsTitle', callerWords(ringing.caller)),
    { body: [ringing.caller.department, ringing.subject].filter(Boolean).join('. '), tag: ringing.id });
  shown.onclick = () => {
    globalThis.focus();
    page.go(ticketLink(ringing.ticket));
    shown.close();
  };
}

export function meCard(state, page, stale) {
  const tech = mine(state);
  const call = page.myCall.matter;
  if (!stale && call && !call.over) return callPanel(page.myCall, stale, { timer: false });
  return html`${callPanel(page.myCall, stale, { timer: false })}
    <section class="card ${stale ? 'stale' : ''}" aria-labelledby="me-h">
      <header><h2 id="me-h">${t('you')}</h2><span class="push">${tech ? stateChip(tech, state) : nothing}</span></header>
      ${tech?.reason === 'no_answer' && tech.duty === 'paused' ? pausedNotice(page, tech, stale) : nothing}
      ${tech ? empty('phone', t('noCallNow'), t('noCallNowMore')) : nothing}
      ${tech?.state === 'wrap_up' ? wrapUp(state, page, tech, stale) : nothing}
      ${tech ? duty(page, tech, stale) : nothing}
      <div class="pad me">
        ${signedIn()?.technician ? nothing : html`<label for="me">${t('whoAreYou')}</label>
        <select class="in" id="me" .value=${live(tech?.id ?? '')} @change=${event => { iAm(event.target.value); page.draw(); }}>
          <option value="">${t('nobodySpecial')}</option>
          ${(state.queues ?? []).flatMap(q => q.technicians).map(one => html`<option value=${one.id} ?selected=${one.id === tech?.id}>${one.name}</option>`)}
        </select>`}
        ${tech ? nothing : html`<p class="hint">${t('whoAreYouHint')}</p>`}
        ${tech && canNotify() ? html`<label class="row tight"><input class="check" type="checkbox" .checked=${live(notifies())} @change=${event => wantNotices(event.target.checked, page)}>${t('notifyMe')}</label>` : nothing}
        ${tech ? html`<label class="row tight"><input class="check" type="checkbox" .checked=${live(sounds())} @change=${event => wantSound(event.target.checked)}>${t('soundMe')}</label>` : nothing}
      </div>
    </section>`;
}

const pausedNotice = (page, tech, stale) => html`
  <div class="box s-due">${icon('pause')}<span><strong>${t('pausedNoAnswer')}</strong> ${t('pausedNoAnswerMore')}</span></div>
  <p class="pad"><button class="btn btn-main" ?disabled=${stale} @click=${() => page.duty(tech, 'on')}>${icon('check')}${t('dutyOrders').on}</button></p>`;

const MORE_SECONDS = 5 * 60;
const MOST_SECONDS = 60 * 60;

function wrapUp(state, page, tech, stale) {
  const left = Math.max(0, Math.ceil(-secondsSince(tech.until, state.now())));
  return html`
    <p class="pad" role="timer">${t('wrapUpLeft', duration(left))}</p>
    <div class="acts"><button class="btn btn-main" ?disabled=${stale} @click=${() => page.wrapUp(tech, 0)}>${icon('check')}${t('iAmDone')}</button>
      <button class="btn" ?disabled=${stale} @click=${() => page.wrapUp(tech, Math.min(MOST_SECONDS, left + MORE_SECONDS))}>${icon('pen')}${t('moreWrapUp')} <kbd>+</kbd></button></div>`;
}

/** A longer wrap-up by key; nothing when there is none. */
export function longerWrapUp(state, page) {
  const tech = mine(state);
  if (tech?.state !== 'wrap_up') return;
  page.wrapUp(tech, Math.min(MOST_SECONDS, Math.max(0, Math.ceil(-secondsSince(tech.until, state.now()))) + MORE_SECONDS));
}

function duty(page, tech, stale) {
  const orders = [['on', 'check'], ['paused', 'pause'], ['off', 'off']].filter(([state]) => state !== tech.duty);
  return html`<div class="acts">${orders.map(([state, name]) => html`
    <button class="btn" ?disabled=${stale} @click=${() => page.duty(tech, state)}>${icon(name)}${t('dutyOrders')[state]}</button>`)}</div>`;
}

function stateChip(tech, state) {
  if (tech.state === 'free') return chip('talk', 'check', t('freeSince', clock(tech.since, state.now())));
  if (tech.state === 'wrap_up') return chip('wait', 'pen', t('wrapUpUntil', clock(tech.until, state.now())));
  return chip(tech.state === 'unreachable' ? 'due' : 'idle', tech.state === 'paused' ? 'pause' : 'off', t('technicianState')[tech.state]);
}
