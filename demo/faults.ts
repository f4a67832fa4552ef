import type { TextName } from './texts.js';

interface Fault {
  readonly name: TextName;
  /** Command of the stand-in desk's control, and what goes with it. */
  readonly command: 'set' | 'revoke' | 'kick' | 'visitor-message' | 'sign-out';
  readonly body?: object;
  /** Shows only when the console loads anew. */
  readonly reloads?: boolean;
}

const GOOD = {
  refuseFraming: false,
  slow: 0,
  fail: null,
  strayMessages: false,
  redirectTo: null,
  vendorScript: 'none',
  storageBlocked: false,
  generation: 'newer',
};

/** This page's own server under another name: another site to the browser. */
const ELSEWHERE = `http://127.0.0.1:${location.port}/demo/elsewhere.html`;

const FAULTS: readonly Fault[] = [
  { name: 'faultNone', command: 'set', body: GOOD, reloads: true },
  { name: 'faultVisitor', command: 'visitor-message', body: { content: 'Is anybody there?' } },
  { name: 'faultFlood', command: 'set', body: { flood: 50 } },
  { name: 'faultRevoke', command: 'revoke' },
  { name: 'faultKick', command: 'kick' },
  { name: 'faultSignOut', command: 'sign-out' },
  { name: 'faultFraming', command: 'set', body: { refuseFraming: 'x-frame-options' }, reloads: true },
  { name: 'faultSlow', command: 'set', body: { slow: 3000 }, reloads: true },
  { name: 'faultNever', command: 'set', body: { fail: { as: 'never', path: '/agent' } }, reloads: true },
  { name: 'fault401', command: 'set', body: { fail: { as: 401 } }, reloads: true },
  { name: 'fault403', command: 'set', body: { fail: { as: 403 } }, reloads: true },
  { name: 'fault500', command: 'set', body: { fail: { as: 500 } }, reloads: true },
  { name: 'faultHtml', command: 'set', body: { fail: { as: 'html' } }, reloads: true },
  { name: 'faultType', command: 'set', body: { fail: { as: 'wrong-type', path: '/agent' } }, reloads: true },
  { name: 'faultCut', command: 'set', body: { fail: { as: 'cut' } }, reloads: true },
  { name: 'faultStray', command: 'set', body: { strayMessages: 'all' } },
  { name: 'faultReload', command: 'set', body: { selfReload: 1 } },
  { name: 'faultRedirect', command: 'set', body: { redirectTo: ELSEWHERE } },
  { name: 'faultVendor', command: 'set', body: { vendorScript: 'never' }, reloads: true },
  { name: 'faultStorage', command: 'set', body: { storageBlocked: true }, reloads: true },
  { name: 'faultOld', command: 'set', body: { generation: 'early-2025' }, reloads: true },
];

/** Fills the list of things that the stand-in desk can be made to do. */
export function listFaults(select: HTMLSelectElement, term: (name: TextName) => string): void {
  const { selectedIndex } = select;
  select.replaceChildren(...FAULTS.map(({ name }) => new Option(term(name), name)));
  select.selectedIndex = Math.max(0, selectedIndex);
}

/** Makes the stand-in desk misbehave. @returns true if the console has to load anew to show it */
export async function causeFault(server: string, name: string, username: string): Promise<boolean> {
  const fault = FAULTS.find((candidate) => candidate.name === name);
  if (fault === undefined) return false;
  // Faults do not add up: each one starts from a desk that behaves, but for the messages it cannot take back.
  const { command, body = {}, reloads = false } = fault;
  if (command === 'set') await control(server, 'set', GOOD);
  await control(server, command, command === 'set' ? body : { username, ...body });
  return reloads;
}

async function control(server: string, command: string, body: object): Promise<void> {
  const response = await fetch(`${server}/__stand-in__/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The stand-in desk refused ${command} (${response.status})`);
}
