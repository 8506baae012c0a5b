// What was done last and can be taken back: said for ten seconds, longer while a hand or the focus rests on it.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { tell } from './announce.js';
import { icon } from './icons.js';
import { t } from './texts.js';

const SHOWN_MS = 10000;
let last = null;
let held = false;
let timer = 0;
let redraw = () => {};

export const drawUndoBy = draw => { redraw = draw; };

/** Says what is done, and how to take it back. */
export function offerUndo(words, undo) {
  last = { words, undo };
  tell(`${words} ${t('undoHint')}`);
  wait();
  redraw();
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (held) return wait();
    last = null;
    redraw();
  }, SHOWN_MS);
}

export async function undoLast() {
  const done = last;
  last = null;
  held = false;
  redraw();
  await done?.undo();
}

const hold = held_ => () => { held = held_; };

export const undoToast = () => (last === null ? nothing : html`
  <section class="toasts" aria-label=${t('doneLast')}><div class="toast" @pointerenter=${hold(true)} @pointerleave=${hold(false)} @focusin=${hold(true)} @focusout=${hold(false)}>
    <span>${last.words}</span><button class="btn" @click=${undoLast}>${icon('undo')}${t('undo')} <kbd>Z</kbd></button></div></section>`);
