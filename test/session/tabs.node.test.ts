import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeBrowser, settle } from './fake-platform.js';
import { DAY, HOUR, MINUTE, Scene, type SceneOptions } from './session-scene.js';

const HOST = { reason: 'host', source: 'host' } as const;

/** Tabs of one browser with tokens of the same life. */
function tabs(count: number, more: SceneOptions = {}): { scenes: Scene[]; browser: FakeBrowser } {
  const browser = new FakeBrowser();
  const scenes = Array.from({ length: count }, () => new Scene({ browser, ...more }));
  return { scenes, browser };
}

async function passAll(scenes: readonly Scene[], ms: number): Promise<void> {
  for (let rest = ms; rest > 0; rest -= MINUTE)
    for (const scene of scenes) await scene.pass(Math.min(rest, MINUTE));
}

describe('the tabs of a user', () => {
  it('hear of a sign-out in one of them, once, also where the page was frozen then', async () => {
    const { scenes } = tabs(3);
    const [first, second, third] = scenes as [Scene, Scene, Scene];
    for (const scene of scenes) await scene.use(scene.token(DAY));
    // A frozen page hears nothing; it finds the fact when it is shown again.
    third.session.remove(third.witness);
    first.session.signOut(HOST);
    assert.deepEqual(second.session.ending, { reason: 'other-tab', source: 'tab' });
    assert.equal(third.session.state, 'live');
    third.session.add(third.witness);
    assert.equal(third.session.state, 'ended');
    assert.equal(second.platform.remains, 0);
  });

  it('of another user hear nothing', async () => {
    const { scenes } = tabs(2);
    const [first, second] = scenes as [Scene, Scene];
    await first.use(first.token(DAY));
    await second.use(second.token(DAY, 'second@example.com'));
    first.session.signOut(HOST);
    assert.equal(second.session.state, 'live');
  });

  it('can sign in again after it', async () => {
    const { scenes } = tabs(2);
    const [first, second] = scenes as [Scene, Scene];
    for (const scene of scenes) await scene.use(scene.token(DAY));
    first.session.signOut(HOST);
    await second.use(second.token(DAY));
    await second.pass(HOUR);
    assert.equal(second.session.state, 'live');
  });

  it('share facts, never a token or a name', async () => {
    const { scenes, browser } = tabs(2);
    for (const scene of scenes) await scene.use(scene.token(DAY));
    scenes[0]?.session.signOut(HOST);
    const written = JSON.stringify([...browser.items]);
    assert.doesNotMatch(written, /eyJ|agent|example\.com"/);
    assert.ok([...browser.items.keys()].every((key) => key.startsWith('bytedesk-embed:')));
  });

  it('ask one after the other', async () => {
    let running = 0;
    let most = 0;
    const browser = new FakeBrowser();
    const scenes = Array.from({ length: 5 }, () => {
      const scene: Scene = new Scene({
        browser,
        provider: async ({ reason }) => {
          running += 1;
          if (reason !== 'initial') most = Math.max(most, running);
          await settle();
          running -= 1;
          return scene.token(HOUR);
        },
      });
      return scene;
    });
    await settle();
    await passAll(scenes, HOUR);
    for (let turn = 0; turn < 30; turn += 1) await settle();
    assert.deepEqual(
      scenes.map(({ asked }) => asked),
      scenes.map(() => ['initial', 'renew']),
    );
    assert.equal(most, 1);
  });

  it('do not wait for ever for a tab that is frozen in its turn', async () => {
    const { browser, scenes } = tabs(1, { joins: false });
    const [scene] = scenes as [Scene];
    scene.session.setSource(scene.settings(() => scene.token(2 * HOUR)));
    await scene.use(scene.token(HOUR));
    void browser.locks.request(`bytedesk-embed:${scene.session.tag}`, {}, () => new Promise(() => undefined));
    scene.session.add(scene.witness);
    await scene.pass(HOUR - MINUTE);
    assert.deepEqual(scene.asked, []);
    await scene.pass(10_000);
    assert.deepEqual(scene.asked, ['renew']);
    assert.equal(scene.session.state, 'live');
  });

  it('work without storage and without Web Locks', async () => {
    const scene: Scene = new Scene({ provider: () => scene.token(HOUR) });
    scene.platform.isPoor = true;
    await settle();
    await scene.pass(HOUR);
    assert.deepEqual(scene.asked, ['initial', 'renew']);
    scene.session.signOut(HOST);
    assert.equal(scene.session.state, 'ended');
  });

  for (const failing of [['setItem'], ['getItem', 'setItem']] as const) {
    it(`work with a storage whose ${failing.join(' and ')} throw, as one that is full or forbidden`, async () => {
      const scene: Scene = new Scene({ provider: () => scene.token(HOUR), joins: false });
      const refuse = (): never => {
        throw new DOMException('no', 'QuotaExceededError');
      };
      const storage = {
        getItem: () => null,
        setItem: refuse,
        ...Object.fromEntries(failing.map((n) => [n, refuse])),
      };
      Object.defineProperty(scene.platform, 'storage', { value: storage });
      scene.session.add(scene.witness);
      await scene.pass(HOUR);
      assert.deepEqual(scene.asked, ['initial', 'renew']);
      scene.session.signOut(HOST);
      assert.equal(scene.session.state, 'ended');
    });
  }

  it('try again when another one has got a token', async () => {
    let isDown = true;
    const browser = new FakeBrowser();
    const make = (): Scene => {
      const scene: Scene = new Scene({
        browser,
        provider: () => {
          if (isDown) throw new Error('down');
          return scene.token(HOUR);
        },
        joins: false,
      });
      return scene;
    };
    const [first, second] = [make(), make()];
    for (const scene of [first, second]) {
      await scene.use(scene.token(10 * MINUTE));
      scene.session.add(scene.witness);
    }
    await first.pass(HOUR);
    assert.equal(first.session.state, 'expired');
    isDown = false;
    await second.pass(9 * MINUTE);
    assert.equal(second.session.state, 'live');
    await first.pass(MINUTE);
    assert.equal(first.session.state, 'live');
  });
});

describe('a sign-out in another tab', () => {
  it('can be followed by a new beginning by hand', async () => {
    const { scenes } = tabs(2);
    const [first, second] = scenes as [Scene, Scene];
    second.session.setSource(second.settings(() => second.token(DAY)));
    for (const scene of scenes) await scene.use(scene.token(DAY));
    first.session.signOut(HOST);
    assert.equal(second.session.state, 'ended');
    second.session.restart();
    await settle();
    assert.equal(second.session.state, 'live');
  });

  it('counts for a tab whose new token comes before it has heard of it', async () => {
    let give = (_token: string): void => undefined;
    const { scenes, browser } = tabs(2);
    const [first, second] = scenes as [Scene, Scene];
    second.session.setSource(second.settings(() => new Promise((resolve) => (give = resolve))));
    for (const scene of scenes) await scene.use(scene.token(DAY));
    const refused = assert.rejects(second.session.renew(), { code: 'aborted' });
    await settle();
    browser.platforms.splice(1);
    first.session.signOut(HOST);
    assert.equal(second.session.state, 'live');
    give(second.token(2 * DAY));
    await settle();
    assert.deepEqual(second.session.ending, { reason: 'other-tab', source: 'tab' });
    await refused;
  });
});
