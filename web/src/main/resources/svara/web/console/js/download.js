// What a card shows, to take along: its picture as SVG, its table as CSV.
import { html } from '../lib/lit-html/lit-html.js';
import { t } from './texts.js';

const SVG = 'http://www.w3.org/2000/svg';
const PAINT = ['fill', 'stroke', 'stroke-width', 'font-size', 'font-family', 'font-weight', 'text-anchor'];

/** Two buttons; what they save is looked for in the card they stand in. */
export const downloads = (name, picture = true) => html`
  <div class="pad takes"><div class="row between">${picture ? html`<button type="button" class="btn btn-bare" @click=${event => savePicture(event, name)}>${t('savePicture')}</button>` : ''}
    <button type="button" class="btn btn-bare" @click=${event => saveTable(event, name)}>${t('saveTable')}</button></div></div>`;

const card = event => event.target.closest('section');

function saveTable(event, name) {
  const rows = [...card(event).querySelectorAll('table tr')].map(row => [...row.cells].map(cell => field(words(cell))).join(','));
  save(`${name}.csv`, 'text/csv', `\uFEFF${rows.join('\r\n')}\r\n`);
}

const words = cell => cell.textContent.replace(/\s+/g, ' ').trim();

/** What a program for tables would take for a formula is a text. */
function field(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function savePicture(event, name) {
  const section = card(event);
  const title = section.querySelector('h2').textContent;
  const drawn = section.querySelector('.chart > svg');
  const picture = drawn ? ofChart(drawn) : ofTable(section.querySelector('table'));
  picture.setAttribute('xmlns', SVG);
  picture.prepend(element('title', {}, title));
  save(`${name}.svg`, 'image/svg+xml', new XMLSerializer().serializeToString(picture));
}

function element(name, attributes, text = '') {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.textContent = text;
  return made;
}

const paper = node => getComputedStyle(node.closest('.card') ?? document.body).backgroundColor;

/** The style sheet does not come along, so what it says is written on each part. */
function ofChart(drawn) {
  const { width, height } = drawn.getBoundingClientRect();
  const copy = drawn.cloneNode(true);
  const parts = [...copy.querySelectorAll('*')];
  [...drawn.querySelectorAll('*')].forEach((part, i) => {
    const style = getComputedStyle(part);
    PAINT.forEach(name => parts[i].setAttribute(name, style.getPropertyValue(name)));
    parts[i].removeAttribute('class');
  });
  copy.setAttribute('width', width);
  copy.setAttribute('height', height);
  copy.prepend(element('rect', { width: '100%', height: '100%', fill: paper(drawn) }));
  return copy;
}

/** A table that is read as a picture: each cell where it stands, with its shade, bar and words. */
function ofTable(table) {
  const frame = table.getBoundingClientRect();
  const picture = element('svg', { width: frame.width, height: frame.height });
  picture.append(element('rect', { width: '100%', height: '100%', fill: paper(table) }));
  for (const cell of table.querySelectorAll('th, td')) {
    const box = cell.getBoundingClientRect();
    const style = getComputedStyle(cell);
    const x = box.left - frame.left;
    const y = box.top - frame.top;
    picture.append(element('rect', { x, y, width: box.width, height: box.height, fill: style.backgroundColor }));
    for (const bar of cell.querySelectorAll('svg rect')) {
      const at = bar.getBoundingClientRect();
      picture.append(element('rect', { x: at.left - frame.left, y: at.top - frame.top, width: at.width, height: at.height, fill: getComputedStyle(bar).fill }));
    }
    const side = { right: 'end', end: 'end', center: 'middle' }[style.textAlign] ?? 'start';
    const place = { start: x + 8, middle: x + box.width / 2, end: x + box.width - 8 }[side];
    picture.append(element('text', { x: place, y: y + box.height / 2, 'text-anchor': side, 'dominant-baseline': 'central', fill: style.color, 'font-size': style.fontSize, 'font-family': style.fontFamily }, words(cell)));
  }
  return picture;
}

function save(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
