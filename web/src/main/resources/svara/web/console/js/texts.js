// All words of the page stand in texts/sv.js and texts/en.js, under the same keys.
import sv from './texts/sv.js';
import en from './texts/en.js';

const languages = { sv, en };
let current = 'sv';

/** The words for a key; those that hold figures are functions of them. */
export function t(key, ...values) {
  const words = languages[current][key];
  if (words === undefined) throw new Error(`no text for ${key}`);
  return typeof words === 'function' ? words(...values) : words;
}

export const language = () => current;

export function speak(name) {
  current = name === 'en' ? 'en' : 'sv';
  document.documentElement.lang = current;
}
