// Appearance and language, kept in this browser.
import { speak } from './texts.js';

export const looks = ['system', 'light', 'dark', 'contrast'];

const kept = key => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const keep = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts as long as the page
  }
};

let look = looks.includes(kept('svara.look')) ? kept('svara.look') : 'system';

export const currentLook = () => look;

export function setLook(name) {
  look = name;
  keep('svara.look', name);
  show();
}

export function setLanguage(name) {
  keep('svara.language', name);
  speak(name);
}

export function start() {
  speak(kept('svara.language') ?? 'sv');
  show();
}

function show() {
  const root = document.documentElement;
  if (look === 'light' || look === 'dark') root.dataset.theme = look;
  else delete root.dataset.theme;
  document.getElementById('contrast').media = look === 'contrast' ? 'all' : '(prefers-contrast: more)';
}
