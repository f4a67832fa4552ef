import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FakeDesk, OVER, ALIVE, PAGE } from './fake-desk.js';
import { settle } from './fake-platform.js';
import { DAY, HOUR, MINUTE, Scene } from './session-scene.js';

/** One act of the host, the desk, the network or the clock. */
type Act = readonly [name: string, run: (run: Run) => unknown];

/** A session under a random sequence of acts of host, desk, network and clock, and what must hold of it after each. */
class Run {
  readonly scene: Scene;
  readonly desk: FakeDesk;
  sourceIsUp = true;

  constructor(hasSource: boolean, desk: FakeDesk) {
    this.desk = desk;
    desk.answer = ALIVE;
    const provider = (): string => {
      if (!this.sourceIsUp) throw new Error('down');
      return this.scene.token(HOUR);
    };
    this.scene = new Scene({
      provider: hasSource ? provider : null,
      needs: { checkIntervalMs: 5 * MINUTE },
      joins: false,
    });
    this.scene.session.add(this.scene.witness);
  }

  check(): void {
    const { session, witness, platform } = this.scene;
    const { ended } = witness;
    assert.equal(new Set(ended).size, ended.length, 'an end is told once for each token');
    if (session.state === 'live') {
      assert.ok(session.token !== null && !ended.includes(session.token), 'no dead token lives');
      assert.equal(session.ending, undefined);
    }
    if (session.state === 'ended') {
      assert.equal(session.token, null);
      assert.equal(platform.remains, 0, 'nothing is left after the end');
    }
  }
}

let opaque = 0;

const ACTS: readonly Act[] = [
  ['a token for an hour', ({ scene }) => scene.session.use(scene.token(HOUR))],
  ['a token for a month', ({ scene }) => scene.session.use(scene.token(30 * DAY))],
  ['a token that has ended', ({ scene }) => scene.session.use(scene.token(-HOUR))],
  ['an opaque token', ({ scene }) => scene.session.use(`opaque-${(opaque += 1)}`)],
  ['no token', ({ scene }) => scene.session.use(null)],
  ['something that is no token', ({ scene }) => scene.session.use('no token')],
  ['a minute', ({ scene }) => scene.pass(MINUTE)],
  ['an hour', ({ scene }) => scene.pass(HOUR)],
  ['a night’s sleep', ({ scene }) => scene.platform.sleep(10 * HOUR)],
  ['the page is hidden', ({ scene }) => scene.platform.show(false)],
  ['the page is seen', ({ scene }) => scene.platform.show(true)],
  ['the network is back', ({ scene }) => scene.platform.wake('online')],
  ['the browser calls itself offline', ({ scene }) => (scene.platform.online = false)],
  ['the browser calls itself online', ({ scene }) => (scene.platform.online = true)],
  ['the page is frozen', ({ scene }) => scene.platform.wake('freeze')],
  ['the page goes on', ({ scene }) => scene.platform.wake('resume')],
  ['another tab writes', ({ scene }) => scene.platform.wake('storage')],
  ['the focus', ({ scene }) => scene.platform.wake('focus')],
  ['put away and back', ({ scene }) => scene.platform.wake('pageshow', { persisted: true })],
  ['the desk refuses the token', ({ scene }) => scene.session.refuse(scene.session.token ?? '', 'revoked')],
  [
    'the bridge hears that the token is over',
    ({ scene }) => scene.session.refuse(scene.session.token ?? '', 'rejected', 'bridge'),
  ],
  ['the token works', ({ scene }) => scene.session.markUsed()],
  ['the desk refuses another token', ({ scene }) => scene.session.refuse('another', 'revoked')],
  ['the source goes down', (run) => (run.sourceIsUp = false)],
  ['the source is back', (run) => (run.sourceIsUp = true)],
  ['the desk says no', ({ desk }) => (desk.answer = OVER)],
  ['the desk is well', ({ desk }) => (desk.answer = ALIVE)],
  ['the desk talks nonsense', ({ desk }) => (desk.answer = PAGE)],
  ['renew()', ({ scene }) => void scene.session.renew().catch(() => undefined)],
  ['logout()', ({ scene }) => scene.session.signOut({ reason: 'host', source: 'host' })],
  ['reload()', ({ scene }) => scene.session.restart()],
];

describe('a session: random sequences of acts', () => {
  const desk = new FakeDesk();

  for (const hasSource of [true, false]) {
    it(`each end is told once, nothing follows a sign-out, no dead token lives (${hasSource ? 'with' : 'without'} a source)`, async () => {
      const sequence = fc.array(fc.constantFrom(...ACTS), { minLength: 1, maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(sequence, async (acts) => {
          const run = new Run(hasSource, desk);
          for (const [, act] of acts) {
            await act(run);
            run.check();
            await settle();
            run.check();
          }
          run.scene.session.remove(run.scene.witness);
          await settle();
          assert.equal(run.scene.platform.remains, 0);
        }),
        { numRuns: 150, includeErrorInReport: true },
      );
    });
  }

  it('a sign-out stays one: no request until somebody begins anew', async () => {
    const later = ACTS.filter(([name]) => !/token|renew|reload/.test(name));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...later), { maxLength: 20 }), async (acts) => {
        const run = new Run(true, desk);
        await settle();
        run.scene.session.signOut({ reason: 'host', source: 'host' });
        const before = [run.scene.asked.length, desk.calls.length];
        for (const [, act] of acts) await act(run);
        await settle();
        assert.deepEqual([run.scene.asked.length, desk.calls.length], before);
        assert.equal(run.scene.session.state, 'ended');
      }),
      { numRuns: 60 },
    );
  });
});
