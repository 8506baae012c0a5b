import { html, svg } from '../lib/lit-html/lit-html.js';

const paths = {
  phone: svg`<path d="M4.2 2.2 6 2.6l.8 3-1.5 1a8 8 0 0 0 4.1 4.1l1-1.5 3 .8.4 1.8a1.6 1.6 0 0 1-1.7 2A11.4 11.4 0 0 1 2.2 3.9a1.6 1.6 0 0 1 2-1.7Z"/>`,
  rings: svg`<path d="M4.2 2.2 6 2.6l.8 3-1.5 1a8 8 0 0 0 4.1 4.1l1-1.5 3 .8.4 1.8a1.6 1.6 0 0 1-1.7 2A11.4 11.4 0 0 1 2.2 3.9a1.6 1.6 0 0 1 2-1.7Z"/><path d="M9.6 1.6a5.2 5.2 0 0 1 4.8 4.8M9.6 4.4a2.4 2.4 0 0 1 2 2"/>`,
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.8V8l2.2 1.4"/>`,
  promise: svg`<path d="M13.8 8A5.8 5.8 0 1 1 12 3.8"/><path d="M12.3 1.4v2.7H9.6"/><path d="M8 5.2V8l1.8 1.2"/>`,
  away: svg`<path d="M13.5 2.5v11M10.3 8H2.6M6 4.6 2.6 8 6 11.4"/>`,
  check: svg`<path d="m3 8.4 3.2 3.2L13 4.6"/>`,
  pause: svg`<circle cx="8" cy="8" r="6"/><path d="M6.5 6v4M9.5 6v4"/>`,
  off: svg`<circle cx="8" cy="8" r="6"/><path d="M5.2 8h5.6"/>`,
  look: svg`<path d="M1.5 8S4 3.6 8 3.6 14.5 8 14.5 8 12 12.4 8 12.4 1.5 8 1.5 8Z"/><circle cx="8" cy="8" r="1.9"/>`,
  cross: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  right: svg`<path d="m6.5 4.5 3.5 3.5-3.5 3.5"/>`,
  down: svg`<path d="m4.5 6.5 3.5 3.5 3.5-3.5"/>`,
  warn: svg`<path d="M8 2.2 14.4 13H1.6Z"/><path d="M8 6.4v3M8 11.2v.1"/>`,
  lost: svg`<path d="M2 2l12 12M4 6.5a8 8 0 0 1 2-1.3M8.5 4.6A8 8 0 0 1 14 7M6.3 9.6a3 3 0 0 1 3.2.2M8 12.4v.1"/>`,
  undo: svg`<path d="M5.5 3 2.5 6l3 3"/><path d="M3 6h6.5a3.7 3.7 0 0 1 0 7.4H6"/>`,
  lock: svg`<rect x="3" y="7" width="10" height="6.8" rx="1.2"/><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2"/>`,
  file: svg`<path d="M9.2 1.8H4v12.4h8V4.6Z"/><path d="M9 2v3h3"/>`,
  pen: svg`<path d="M10.9 2.3 13.7 5 5.3 13.4l-3.5.8.8-3.5Z"/>`,
  mail: svg`<rect x="1.8" y="3.3" width="12.4" height="9.4" rx="1.4"/><path d="m2.2 4.4 5.8 4.4 5.8-4.4"/>`,
  isNew: svg`<circle cx="8" cy="8" r="5.6" stroke-dasharray="2.2 2.2"/>`,
  isOpen: svg`<circle cx="8" cy="8" r="5.6"/><path d="M8 4.9a3.1 3.1 0 0 1 0 6.2Z" fill="currentColor" stroke="none"/>`,
  isWaiting: svg`<circle cx="8" cy="8" r="5.6"/><path d="M6.6 6.2v3.6M9.4 6.2v3.6"/>`,
  isSolved: svg`<circle cx="8" cy="8" r="5.6"/><path d="m5.5 8.2 1.8 1.8 3.3-3.6"/>`,
  isClosed: svg`<circle cx="8" cy="8" r="6.2" fill="currentColor" stroke="none"/><path d="m5.5 8.2 1.8 1.8 3.3-3.6" stroke="var(--surface)"/>`,
};

/** An icon; always beside a word, so it is hidden from those who listen. */
export const icon = name =>
  html`<svg class="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${paths[name]}</svg>`;

export const brand = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"><path d="M4 6.5h9.5a5.5 5.5 0 0 1 0 11H7"/><path d="m10.5 13.8-3.7 3.7 3.7 3.7"/><circle cx="4" cy="6.5" r="1.1" fill="currentColor" stroke="none"/></svg>`;

/** A state as icon and word. */
export const chip = (state, name, words) =>
  html`<span class="chip s-${state}">${icon(name)}${words}</span>`;
