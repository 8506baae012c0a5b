import { html } from '../lib/lit-html/lit-html.js';
import { t } from './texts.js';

const date = at => (at instanceof Date ? at : new Date(at));

/** The clock, with the day when it is not today's. */
export function clock(at, now = Date.now()) {
  const when = date(at);
  const time = when.toLocaleTimeString(t('clockLocale'), { hour: '2-digit', minute: '2-digit' });
  const days = Math.round((midnight(now) - midnight(when)) / 86400000);
  if (days === 0) return time;
  if (days === 1) return `${t('yesterday')} ${time}`;
  const day = when.toLocaleDateString(t('clockLocale'), { day: 'numeric', month: 'short' });
  return `${day} ${time}`;
}

function midnight(at) {
  const day = new Date(at);
  return day.setHours(0, 0, 0, 0);
}

function parts(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  if (hours > 0) return [[hours, t('hours')], [minutes, t('minutes')]];
  if (minutes > 0) return [[minutes, t('minutes')], [rest, t('seconds')]];
  return [[rest, t('seconds')]];
}

/** A length of time, always with its unit; unknown is not zero. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return t('unknown');
  return parts(seconds).map(([n, unit]) => `${n} ${unit}`).join(' ');
}

/** The same in big figures with small units. */
export const bigDuration = seconds => parts(seconds).map(([n, unit]) => html`${n}<small>${unit}</small>`);

export const secondsSince = (at, now) => (now - Date.parse(at)) / 1000;

/** A number as people here write it. */
export function number(caller) {
  if (caller.numberKind === 'withheld') return '';
  const shown = caller.e164 ?? caller.number;
  return swedish(shown) ?? shown;
}

export function swedish(e164) {
  const mobile = /^\+46(7\d)(\d{3})(\d{2})(\d{2})$/.exec(e164);
  if (mobile) return `0${mobile[1]}-${mobile[2]} ${mobile[3]} ${mobile[4]}`;
  const stockholm = /^\+468(\d{3})(\d{3})(\d{2})$/.exec(e164);
  if (stockholm) return `08-${stockholm[1]} ${stockholm[2]} ${stockholm[3]}`;
  return null;
}

/** Who calls: a name, or what is known instead. */
export function callerName(caller) {
  if (caller.name) return caller.name;
  return caller.numberKind === 'withheld' ? t('withheld') : t('unknownNumber');
}

/** What to call somebody in a sentence. */
export const callerWords = caller => caller.name || number(caller) || callerName(caller);

export const ticketLink = numberText => `#/tickets/${numberText}`;

/** A size in the unit that gives it one to three figures. */
export function bytes(count) {
  const units = ['byte', 'kB', 'MB', 'GB'];
  const unit = count < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(count) / 3));
  const figure = count / 1000 ** unit;
  return `${figure.toLocaleString(t('clockLocale'), { maximumFractionDigits: figure < 10 && unit > 0 ? 1 : 0 })} ${units[unit]}`;
}
