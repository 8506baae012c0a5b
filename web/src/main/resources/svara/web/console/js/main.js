// The start: puts the parts together and draws what is to be seen.
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { accessibilityPage } from './accessibility.js';
import { OwnAccount, accountPage } from './account.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { AuditLog, auditPage } from './audit.js';
import { BehindList, behindPage } from './behind.js';
import { CallList, callsPage } from './calls.js';
import { Faults, faultsPage } from './faults.js';
import { FiguresView, figuresPage } from './figures.js';
import { callerWords, clock } from './format.js';
import { frame, openPage } from './frame.js';
import { Gate, gatePage, linkInAddress, refusedInAddress, useCode, wantedPage } from './gate.js';
import { attach } from './keys.js';
import { linePage } from './line.js';
import { listen } from './live.js';
import * as look from './look.js';
import { MailList, mailPage } from './mails.js';
import { longerWrapUp, mine, tellWhenItRings } from './me.js';
import { MyCall, callPanel } from './mycall.js';
import { NewPromise, newPromisePage } from './newpromise.js';
import { NewTicket, newTicketPage } from './newticket.js';
import { State } from './state.js';
import { Templates, templatesPage } from './templates.js';
import { language, t } from './texts.js';
import { OneTicket, ticketPage } from './ticket.js';
import { TicketList, ticketsPage } from './tickets.js';
import { drawUndoBy } from './undo.js';
import { Users, usersPage } from './users.js';
import { wallPage } from './wall.js';
import { may, readMe } from './who.js';

const root = document.getElementById('page');
let signedIn = false;
let searchWanted = false;
let stop = null;
let route = { name: 'line' };
let full = new Map();

const state = new State(stateChanged, showGate);
const list = new TicketList(draw);
const figures = new FiguresView(draw);
const gate = new Gate(draw, enter);
const own = new OwnAccount(draw, showGate);
const users = new Users(draw);
const log = new AuditLog(draw);
const templates = new Templates(draw);

const NO_PROBLEM = { where: '', words: '' };

const page = {
  problem: NO_PROBLEM,
  draw: () => draw(),
  go: hash => { location.hash = hash; },
  help: () => document.getElementById('help')?.showModal(),
  setLook: name => { look.setLook(name); draw(); },
  switchLanguage: () => { look.setLanguage(language() === 'sv' ? 'en' : 'sv'); draw(); },
  step: by => {
    const links = [...document.querySelectorAll('.titles .subj a')];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))].focus();
  },
  write: kind => route.one?.write(kind),
  search: () => {
    searchWanted = true;
    if (route.name !== 'tickets') page.go('#/tickets');
    draw();
  },
  signOut: async () => {
    const left = await ask('api/v1/session', { method: 'DELETE' }).catch(() => null);
    if (left?.next) location.assign(left.next);
    else showGate();
  },
  finish: (callback, note) => about(callback, 'done', { ...by(callback), ...written(note) }, 'isDone'),
  withdraw: (callback, note) => about(callback, 'withdraw', { ...by(callback), ...written(note) }, 'isWithdrawn'),
  dial: (callback, tech) => about(callback, 'dial', { technician: tech.id }, 'isDialled'),
  dialling: stopped => order('promises', 'PUT', 'api/v1/dialling', { stopped }, t(stopped ? 'diallingStopped' : 'diallingAllowed')),
  duty: (tech, duty, reason = '') => order('page', 'PUT', `api/v1/technicians/${encodeURIComponent(tech.id)}/duty`,
    { queue: tech.queue.name, state: duty, reason }, t('dutyIs', tech.name, duty)),
  wrapUp: (tech, seconds) => order('page', 'PUT', `api/v1/technicians/${encodeURIComponent(tech.id)}/wrap-up`,
    { queue: tech.queue.name, seconds }, t(seconds ? 'wrapUpLonger' : 'wrapUpOver', tech.name)),
  longer: () => longerWrapUp(state, page),
  take: (call, tech) => order('page', 'POST', `api/v1/calls/${encodeURIComponent(call.call)}/take`, { technician: tech.id }, t('taken', callerWords(call.caller))),
  closeNow: (queue, what) => order('page', 'PUT', `api/v1/queues/${queue.name}/closed`, { ...what, ...byIn(queue.name) },
    t(what.closed ? 'isClosedNow' : 'isOpenAgain', queue.title)),
  outage: (queue, what) => order('page', 'PUT', `api/v1/queues/${queue.name}/outage`, { ...what, ...byIn(queue.name) },
    t(what.on ? 'outageIsOn' : 'outageIsOff')),
  toMyCall: () => page.myCall.reach(),
  chooseSystem: () => {
    if (!page.myCall.matter) return;
    page.go(`#/tickets/${page.myCall.matter.ticket}`);
    whenThere('p-system');
  },
};
page.myCall = new MyCall(state, page);

let focusWanted = '';

/** The field is there as soon as its page is drawn. */
function whenThere(id) {
  focusWanted = id;
  draw();
}

const written = note => (note ? { note } : {});

/** Who does it, when this screen is somebody's and he belongs to the queue. */
function byIn(queue) {
  const me = mine(state);
  return me && me.queue.name === queue ? { by: me.id } : {};
}

const by = callback => byIn(callback.queue);

const about = (callback, what, body, words) =>
  order('promises', 'POST', `api/v1/callbacks/${encodeURIComponent(callback.id)}/${what}`, body, t(words, callerWords(callback.caller)));

/** Gives an order; says what came of it, and why not at the card where it was given. */
async function order(where, method, path, body, done) {
  try {
    await ask(path, { method, body });
    page.problem = NO_PROBLEM;
    tell(done);
  } catch (refused) {
    page.problem = { where, words: t('refusals')[refused.code] ?? t('failedToDoMore') };
    alarm(`${t('failedToDo')} ${page.problem.words}`);
  }
  state.want('queues', 'expired');
}

function names() {
  return new Map((state.queues ?? []).flatMap(q => q.technicians.map(tech => [tech.id, tech.name])));
}

function content() {
  if (route.name === 'tickets') return ticketsPage(state, list, names(), page);
  if (route.name === 'mail') return mailPage(state, route.list);
  if (route.name === 'faults') return faultsPage(state, route.faults);
  if (route.name === 'figures') return figuresPage(state, figures, page);
  if (route.name === 'behind') return behindPage(state, route.list);
  if (route.name === 'calls') return callsPage(state, route.list);
  if (route.name === 'promise') return newPromisePage(state, route.form);
  if (route.name === 'new') return newTicketPage(state, route.form, names());
  if (route.name === 'ticket') return ticketPage(state, route.one, names());
  if (route.name === 'accessibility') return accessibilityPage();
  if (route.name === 'account') return accountPage(state, own);
  if (route.name === 'users') return usersPage(state, users, names());
  if (route.name === 'templates') return templatesPage(state, templates);
  if (route.name === 'audit') return auditPage(state, log);
  return linePage(state, page);
}

const titles = { accessibility: 'accessibility', wall: 'wall', templates: 'templates', faults: 'faults', account: 'myAccount', users: 'users', audit: 'auditLog', line: 'line', mail: 'mail', promise: 'newPromise', figures: 'figures', calls: 'calls', behind: 'figures', new: 'newTicket', ticket: 'tickets', tickets: 'tickets' };

function draw() {
  if (!signedIn) {
    const open = location.hash === '#/accessibility';
    document.title = `${t(open ? 'accessibility' : 'signIn')} – Svara`;
    render(open ? openPage(page, accessibilityPage()) : gatePage(gate, page), root);
    return;
  }
  const title = route.one?.ticket?.subject ?? t(titles[route.name]);
  const ringing = tellWhenItRings(state, page);
  document.title = `${ringing ? t('itRingsTitle', callerWords(ringing.caller)) : title} – Svara`;
  page.myCall.follow();
  // On the line's own page it has its place
  const call = route.name === 'line' ? nothing : callPanel(page.myCall, state.lostAt !== null);
  render(route.name === 'wall' ? wallPage(state) : frame(state, page, route.name, html`${call}${content()}`), root);
  if (focusWanted && document.getElementById(focusWanted)) {
    document.getElementById(focusWanted).focus();
    focusWanted = '';
  }
  // The field is there as soon as the list's page is drawn, which the address's change leads to
  const field = searchWanted ? document.getElementById('search') : null;
  if (field) {
    searchWanted = false;
    field.focus();
  }
}

function stateChanged() {
  for (const queue of state.queues ?? []) {
    const before = full.get(queue.name);
    if (before !== undefined && before !== queue.full) tell(t(queue.full ? 'becameFull' : 'becameFree', queue.title));
    full.set(queue.name, queue.full);
  }
  draw();
}

function follow() {
  route.one?.draft.leave();
  const [path, query] = location.hash.slice(1).split('?');
  const number = /^\/tickets\/([\w-]+)$/.exec(path)?.[1];
  const asked = new URLSearchParams(query ?? '');
  if (path === '/wall' && may('see-line')) {
    route = { name: 'wall' };
  } else if (path === '/figures') {
    route = { name: 'figures' };
    figures.show(asked);
  } else if (path === '/faults' && may('see-faults')) {
    route = { name: 'faults', faults: new Faults(draw, page.go) };
    route.faults.read();
    state.want('expired', 'refusals');
  } else if (path === '/mail') {
    route = { name: 'mail', list: new MailList(asked.get('view'), draw, page.go) };
    route.list.read();
  } else if (path === '/calls') {
    route = { name: 'calls', list: new CallList(asked, draw) };
    route.list.read();
  } else if (path === '/behind') {
    route = { name: 'behind', list: new BehindList(asked, draw) };
    route.list.read();
  } else if (path === '/promises/new') {
    route = { name: 'promise', form: new NewPromise(asked, draw, made => page.go(asked.get('ticket') ? `#/tickets/${made.ticket}` : '#/')) };
  } else if (path === '/tickets/new') {
    route = { name: 'new', form: new NewTicket(draw, row => page.go(`#/tickets/${row.number}`)) };
  } else if (number) {
    route = { name: 'ticket', one: new OneTicket(number, draw) };
    route.one.read();
    route.one.readWords();
  } else if (path === '/accessibility') {
    route = { name: 'accessibility' };
  } else if (path === '/account' || (!may('see-line') && !may('keep-accounts'))) {
    route = { name: 'account' };
    own.read();
  } else if (path === '/templates' && may('keep-settings')) {
    route = { name: 'templates' };
    templates.read();
  } else if (path === '/audit') {
    route = { name: 'audit' };
    log.read();
  } else if (path === '/users' || !may('see-line')) {
    route = { name: 'users' };
    users.read();
  } else if (path === '/tickets') {
    route = { name: 'tickets' };
    list.show(asked);
  } else {
    route = { name: 'line' };
  }
  draw();
}

function heard(name, data) {
  state.hear(name, data);
  if (name === 'heartbeat' || name === 'hello') return;
  if (route.name === 'tickets' && data.ticket) list.read();
  if (route.name === 'mail' && data.ticket) route.list.read();
  if (route.name === 'faults' && (data.ticket || name === 'health')) route.faults.read();
  if (route.name === 'ticket' && data.ticket === route.one.number) route.one.read();
  if (route.name === 'figures' && (name === 'call.offered' || name === 'call.ended')) figures.read();
}

/** The stream stands. Resumed, it tells what was missed by itself; else all is read anew. */
function up(resumed) {
  if (state.lostAt !== null) {
    state.lostAt = null;
    tell(t('back'));
  }
  if (resumed) {
    draw();
    return;
  }
  state.wantAll();
  if (route.name === 'tickets') list.read();
  if (route.name === 'ticket') route.one.read();
  if (route.name === 'faults') route.faults.read();
  draw();
}

function down() {
  state.lostAt = state.now();
  alarm(`${t('lost', clock(state.lostAt))} ${t('lostMeans')}`);
  draw();
}

async function enter() {
  await readMe();
  signedIn = true;
  follow();
  state.wantAll();
  stop?.();
  stop = may('see-line') ? listen({ heard, up, down }) : null;
}

function showGate() {
  signedIn = false;
  stop?.();
  stop = null;
  draw();
}

const SECOND = 1000;
const ALL_AGAIN = 60 * SECOND;

look.start();
drawUndoBy(draw);
attach(page);
addEventListener('hashchange', () => {
  if (/^#(link|code)=/.test(location.hash)) return;
  if (signedIn) follow(); else draw();
});
document.addEventListener('click', event => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target) || event.target.closest('.pop .btn:not(form .btn)')) menu.open = false;
  }
});
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  page.myCall.back();
  const menu = document.activeElement?.closest('details.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});
setInterval(() => { if (signedIn && state.lostAt === null) draw(); }, SECOND);
setInterval(() => { if (signedIn && state.lostAt === null) state.wantAll(); }, ALL_AGAIN);

addEventListener('pagehide', () => route.one?.draft.leave());

async function start() {
  const link = linkInAddress();
  if (link) {
    showGate();
    await gate.open(link);
    return;
  }
  gate.refused = refusedInAddress() ?? '';
  gate.readWays();
  gate.fail('name', await useCode());
  if (gate.error) {
    showGate();
  } else {
    // Whoever has no session learns so from the first answer
    await enter().catch(showGate);
    const wanted = signedIn ? wantedPage() : null;
    if (wanted) page.go(wanted);
  }
}

// an address with a link or code may be opened in a page that is already there
addEventListener('hashchange', () => { if (/^#(link|code)=/.test(location.hash)) start(); });
await start();
