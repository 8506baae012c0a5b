// What is said to those who listen rather than look: text put into two regions that are always there.
const QUIET_MS = 10000;
let said = 0;
let waiting = 0;

/** Politely, at most every ten seconds; the newest wins. */
export function tell(words) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    said = Date.now();
    put('status', words);
  }, Math.max(0, said + QUIET_MS - Date.now()));
}

/** At once: the connection is lost, or what I did failed. */
export const alarm = words => put('alert', words);

function put(id, words) {
  const region = document.getElementById(id);
  region.textContent = '';
  // A change in a later frame is read out even when the words are the same
  requestAnimationFrame(() => { region.textContent = words; });
}
