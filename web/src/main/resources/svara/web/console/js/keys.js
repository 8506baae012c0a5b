// Keys, and the help text that is made from the same table.
import { html } from '../lib/lit-html/lit-html.js';
import { PRIVATE, WRONG_NUMBER } from './mycall.js';
import { t } from './texts.js';
import { undoLast } from './undo.js';

const groups = [
  {
    title: 'everywhere',
    keys: [
      { keys: ['G', 'L'], text: 'keyLine', act: page => page.go('#/') },
      { keys: ['G', 'C'], text: 'keyTickets', act: page => page.go('#/tickets') },
      { keys: ['G', 'M'], text: 'keyMail', act: page => page.go('#/mail') },
      { keys: ['G', 'F'], text: 'keyFigures', act: page => page.go('#/figures') },
      { keys: ['G', 'W'], text: 'keyWall', act: page => page.go('#/wall') },
      { keys: ['/'], text: 'keySearch', act: page => page.search() },
      { keys: ['N'], text: 'keyNew', act: page => page.go('#/tickets/new') },
      { keys: ['Z'], text: 'keyUndo', act: () => undoLast() },
      { keys: ['?'], text: 'keyHelp', act: page => page.help() },
    ],
  },
  {
    title: 'inCall',
    keys: [
      { keys: ['F2'], text: 'keyMyCall', act: page => page.toMyCall(), always: true },
      { keys: ['L'], text: 'keyClose', act: page => page.myCall.focus('call-close') },
      { keys: ['F2', 'L', 'Enter'], text: 'keyThree' },
      { keys: ['W'], text: 'keyWrong', act: page => page.myCall.close(WRONG_NUMBER) },
      { keys: ['V'], text: 'keyPrivate', act: page => page.myCall.close(PRIVATE) },
      { keys: ['H'], text: 'keyJoin', act: page => page.myCall.askWhich() },
      { keys: ['Y'], text: 'keySystem', act: page => page.chooseSystem() },
      { keys: ['+'], text: 'keyLonger', act: page => page.longer() },
      { keys: ['Esc'], text: 'keyWhereIWas' },
    ],
  },
  {
    title: 'inList',
    keys: [
      { keys: ['J'], text: 'keyNext', act: page => page.step(1) },
      { keys: ['K'], text: 'keyPrevious', act: page => page.step(-1) },
      { keys: ['Enter'], text: 'keyOpen' },
    ],
  },
  {
    title: 'inTicket',
    keys: [
      { keys: ['R'], text: 'keyReply', act: page => page.write('reply') },
      { keys: ['A'], text: 'keyNote', act: page => page.write('note') },
      { keys: ['M'], text: 'keyTemplate', act: () => document.getElementById('template')?.focus() },
      { keys: ['U'], text: 'keyBack', act: page => page.go('#/tickets') },
    ],
  },
];

const WRITING = 'input:not([type=checkbox], [type=radio]), textarea, select';
const PAIR_MS = 1500;

export function attach(page) {
  let first = null;
  let firstAt = 0;
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = event.key.toUpperCase();
    const writing = event.target.matches(WRITING);
    const pair = first && Date.now() - firstAt < PAIR_MS ? [first, pressed] : null;
    const found = find(pair) ?? find([pressed]);
    if (writing && !found?.always) return;
    first = pressed;
    firstAt = Date.now();
    if (found?.act) {
      event.preventDefault();
      first = null;
      found.act(page);
    }
  });
}

const find = keys =>
  keys && groups.flatMap(g => g.keys).find(k => k.keys.length === keys.length && k.keys.every((key, i) => key === keys[i]));

export const helpSheet = () => html`
  <dialog class="help" id="help" aria-labelledby="help-h">
    <div class="row"><h2 id="help-h">${t('shortcuts')}</h2>
      <button class="btn btn-bare push" @click=${close}>${t('close')} <kbd>Esc</kbd></button></div>
    <p class="hint">${t('helpHint')}</p>
    <div class="keys">${groups.map(group => html`
      <section><h3>${t(group.title)}</h3><dl>${group.keys.map(entry => html`
        <div><dt>${t(entry.text)}</dt><dd>${entry.keys.map(key => html`<kbd>${key}</kbd> `)}</dd></div>`)}
      </dl></section>`)}
    </div>
  </dialog>`;

const close = () => document.getElementById('help').close();
