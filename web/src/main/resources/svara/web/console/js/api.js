/** A refusal by the server, or no answer at all (status 0). */
export class Refused extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const PATIENCE_MS = 8000;
const UNATTENDED_MS = 60000;

let touchedAt = Date.now();
for (const kind of ['keydown', 'pointerdown']) {
  document.addEventListener(kind, () => { touchedAt = Date.now(); }, { capture: true, passive: true });
}

/** What a page asks by itself keeps nobody signed in. */
const attendance = () => (Date.now() - touchedAt > UNATTENDED_MS ? { 'Svara-Unattended': '1' } : {});

export async function ask(path, { method = 'GET', body, headers = {} } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...attendance(), ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Refused(0, 'unreachable', '');
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Refused(response.status, problem.code ?? '', problem.detail ?? '');
  }
  return response.status === 204 ? null : response.json();
}
