import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type { BytedeskWorkspaceElement } from '../../../src/elements/workspace/workspace-element.js';
import { otherOrigin } from '../../support/pages.js';
import { makeToken } from '../../support/tokens.js';
import { type EventLog, createWorkspace, task, until } from '../../support/workspace.js';

/** A workspace under a random sequence of acts. Its server answers everything with a short page, which counts as a load. */
class Run {
  readonly element: BytedeskWorkspaceElement;
  readonly log: EventLog;
  token: string | null = null;
  readonly dead = new Set<string>();
  readonly faults: string[] = [];
  #state = 'idle';
  #isOut = false;

  constructor() {
    const { element, log } = createWorkspace({
      server: otherOrigin(),
      path: '/agent/chat',
      checkInterval: 0,
    });
    this.element = element;
    this.log = log;
    element.addEventListener('bytedesk-state-change', ({ detail: { from, to } }) => {
      if (from !== this.#state || from === to) this.faults.push(`${from}>${to} in ${this.#state}`);
      this.#state = to;
    });
    element.addEventListener('bytedesk-token-expired', () => {
      if (this.token === null || this.dead.has(this.token))
        this.faults.push('an end told twice, or of nothing');
      if (this.token !== null) this.dead.add(this.token);
    });
    element.addEventListener('bytedesk-ready', () => {
      if (this.token !== null && this.dead.has(this.token)) this.faults.push('ready with a dead token');
      if (this.#isOut) this.faults.push('ready after the sign-out');
    });
    element.addEventListener('bytedesk-logout', () => {
      if (this.#isOut) this.faults.push('a sign-out told twice');
      this.#isOut = true;
    });
    element.addEventListener('bytedesk-token-renewed', () => {
      if (this.#isOut) this.faults.push('renewed after the sign-out');
    });
  }

  use(lifeS: number): void {
    this.set(makeToken({ lifeS }));
  }

  /** Until the frame has loaded, if there is one on its way, whatever has become of the token meanwhile. */
  settle(): Promise<void> {
    const { element } = this;
    const isDone = (): boolean => element.evidence !== 'none' || !element.shadowRoot?.querySelector('iframe');
    return until(isDone, 'what is under way');
  }

  set(token: string | null): void {
    this.token = token;
    this.#isOut = false;
    this.element.token = token;
  }
}

type Act = readonly [name: string, run: (run: Run) => unknown];

const ACTS: readonly Act[] = [
  ['a token', (run) => run.use(3600)],
  ['a token that has ended', (run) => run.use(-60)],
  ['no token', (run) => run.set(null)],
  ['the desk refuses it', ({ element, token }) => element.tokenRefused(token ?? '', 'revoked')],
  ['logout()', ({ element }) => void element.logout()],
  ['reload()', ({ element }) => void element.reload().catch(() => undefined)],
  [
    'another path',
    ({ element }) => (element.path = element.path === '/agent/chat' ? '/agent/ticket' : '/agent/chat'),
  ],
  ['removed', ({ element }) => element.remove()],
  ['put in', ({ element }) => document.body.append(element)],
  ['moved', ({ element }) => (element.remove(), document.body.append(element))],
  ['put away and back', () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))],
  ['a moment', () => task()],
  ['what is under way', (run) => run.settle()],
  ['what is under way', (run) => run.settle()],
];

describe('bytedesk-workspace: random sequences of acts', () => {
  it('tells each end once, nothing after a sign-out, and is never ready with a token known to be dead', async function () {
    this.timeout(60_000);
    const sequence = fc.array(fc.constantFrom(...ACTS), { minLength: 2, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(sequence, async (acts) => {
        const run = new Run();
        run.use(3600);
        document.body.append(run.element);
        for (const [, act] of acts) {
          await act(run);
          if (run.element.state === 'ready' && run.token !== null)
            expect(run.dead.has(run.token)).to.equal(false);
        }
        await task();
        run.element.remove();
        await task();
        await task();
        expect(run.faults, run.log.names.join(', ')).to.deep.equal([]);
      }),
      { numRuns: 80, includeErrorInReport: true },
    );
  });
});
