import { expect } from '@open-wc/testing';
import type { TokenProvider } from '../../src/api/token-provider.js';
import { BytedeskError } from '../../src/errors.js';
import { SessionHandle } from '../../src/session/session-handle.js';
import type { SessionSubscriber } from '../../src/session/subscribers.js';
import type { SessionSettings } from '../../src/session/token-sources.js';
import { makeToken } from '../support/tokens.js';
import { task, until } from '../support/workspace.js';

const desk = (provider: TokenProvider | null, more: Partial<SessionSettings> = {}): SessionSettings => ({
  desk: 'https://desk.example.com',
  api: new URL('https://desk.example.com'),
  provider,
  tokenUrl: null,
  credentials: 'same-origin',
  ...more,
});

const fresh = (): string => makeToken({ lifeS: 3600 });

describe('a handle', () => {
  const handles: SessionHandle[] = [];

  afterEach(() => {
    for (const handle of handles.splice(0)) handle.leave();
  });

  function sit(onChange: (handle: SessionHandle) => void = () => undefined): SessionHandle {
    const member: SessionSubscriber = {
      needs: { wantsToken: true, renewBeforeMs: 60_000, checkIntervalMs: 0 },
      sessionChanged: () => onChange(handle),
      tokenExpiring: () => Promise.resolve({ isDeclined: false }),
      reportError: () => undefined,
      pageFrozen: () => undefined,
    };
    const handle = new SessionHandle(member);
    handles.push(handle);
    return handle;
  }

  it('is shared by all with the same desk and source: one request', async () => {
    let asked = 0;
    const provider = (): string => ((asked += 1), fresh());
    const all = [sit(), sit(), sit()];
    for (const handle of all) handle.join(desk(provider));
    await task();
    expect(asked).to.equal(1);
    expect(new Set(all.map(({ session }) => session)).size).to.equal(1);
  });

  it('goes on with its token when another function comes in the place of the first', async () => {
    const handle = sit();
    handle.join(desk(() => fresh()));
    await task();
    const held = handle.session.token;
    let asked = 0;
    handle.join(desk(() => ((asked += 1), fresh())));
    await task();
    expect(handle.session.token).to.equal(held);
    expect(asked).to.equal(0);
  });

  it('asks a token URL that comes after a provider that said no', async () => {
    const handle = sit();
    handle.join(desk(() => Promise.reject(new BytedeskError('token-source-failed', 'no', { status: 401 }))));
    await task();
    expect(handle.session.state).to.equal('failed');
    const { fetch } = globalThis;
    let asked = 0;
    globalThis.fetch = () => ((asked += 1), Promise.resolve(Response.json({ accessToken: fresh() })));
    handle.join(desk(null, { tokenUrl: 'https://host.example.com/token' }));
    await until(() => handle.session.state === 'live', 'live');
    globalThis.fetch = fetch;
    expect(asked).to.equal(1);
  });

  it('takes no token to another desk that came from the first one’s source', async () => {
    const handle = sit();
    handle.join(desk(() => fresh()));
    await task();
    handle.join(desk(null, { desk: 'https://other.example.com', api: new URL('https://other.example.com') }));
    expect(handle.session.token).to.equal(null);
  });

  for (const [what, given] of [
    ['another user’s', () => makeToken({ username: 'somebody@else.example' })],
    ['an old one', () => makeToken({ lifeS: -3600 })],
    ['what is no token', () => 'undefined'],
    ['an opaque one', () => 'opaque'],
  ] as const) {
    it(`does not touch the shared session with a token that it was given: ${what}`, async () => {
      const provider = (): string => fresh();
      for (const [early, late] of [
        [true, false],
        [false, true],
      ]) {
        const own = sit();
        const shared = sit();
        if (early) own.setToken(given());
        if (early) own.join(desk(provider));
        shared.join(desk(provider));
        await task();
        const held = shared.session.token;
        if (late) own.join(desk(provider));
        if (late) own.setToken(given());
        own.join(desk(provider));
        await task();
        expect(own.session).not.to.equal(shared.session);
        expect([shared.session.token, shared.session.state]).to.deep.equal([held, 'live']);
        own.setToken(null);
        own.join(desk(provider));
        await task();
        expect([shared.session.token, shared.session.state]).to.deep.equal([held, 'live']);
        own.leave();
        shared.leave();
      }
    });
  }

  it('keeps the request of the shared session going when one of its elements gets a token of its own', async () => {
    let give = (_token: string): void => undefined;
    let signal: AbortSignal | undefined;
    const provider: TokenProvider = (request) => {
      signal ??= request.signal;
      return new Promise((resolve) => (give = resolve));
    };
    const [first, second] = [sit(), sit()];
    first.join(desk(provider));
    second.join(desk(provider));
    await task();
    second.setToken(fresh());
    second.join(desk(provider));
    give(fresh());
    await task();
    expect(signal?.aborted).to.equal(false);
    expect(first.session.state).to.equal('live');
    expect(second.session.token).not.to.equal(first.session.token);
  });

  it('renews a token that it was given by its own source', async () => {
    const next = fresh();
    const handle = sit();
    handle.setToken(makeToken({ lifeS: -5 }));
    handle.join(desk(() => next));
    // It counts as live, with the token that has ended, for as long as its source may still give another one.
    await until(() => handle.session.token === next, 'the token of its source');
    expect(handle.session.state).to.equal('live');
  });

  it('meets no session of another kind of source, whatever the token looks like', async () => {
    const providers = [1, 2, 3].map(() => (): string => fresh());
    const shared = providers.map((provider) => {
      const handle = sit();
      handle.join(desk(provider));
      return handle;
    });
    const byUrl = sit();
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.resolve(Response.json({ accessToken: fresh() }));
    byUrl.join(desk(null, { tokenUrl: 'https://host.example.com/token' }));
    const waiting = sit();
    waiting.join(desk(null));
    await until(() => [...shared, byUrl].every(({ session }) => session.state === 'live'), 'all live');
    globalThis.fetch = fetch;
    const known = [...shared, byUrl, waiting].map(({ session }) => session);
    const numbers = Array.from({ length: 40 }, (_, i) => [
      `${i}`,
      `#${i}`,
      `provider ${i}`,
      `none ${i}`,
    ]).flat();
    for (const given of [...numbers, 'same-origin https://host.example.com/token', 'null', ' ']) {
      const handle = sit();
      handle.setToken(given);
      handle.join(desk(null));
      expect(known, given).not.to.include(handle.session);
    }
  });

  it('shares a session with the elements that were given the same token', () => {
    const given = fresh();
    const [first, second] = [sit(), sit()];
    for (const handle of [first, second]) {
      handle.setToken(` ${given}\n`);
      handle.join(desk(null));
    }
    expect(second.session).to.equal(first.session);
  });

  it('does not revoke again what the desk has refused', () => {
    const handle = sit();
    const given = fresh();
    handle.setToken(given);
    handle.join(desk(null));
    handle.session.refuse(given, 'revoked', 'bridge');
    expect(handle.session.ending).to.include({ reason: 'revoked', source: 'bridge' });
    expect(handle.signOut({ reason: 'host', source: 'host' })).to.deep.equal([]);
  });

  it('signs out all of the same user as one, whatever they do when they are told, each token for its own API', () => {
    const tokens = [fresh(), fresh()];
    const ended: unknown[] = [];
    const [first, second] = tokens.map((given, i) => {
      const handle = sit((told) => {
        if (told.session.state === 'ended') ended.push([i, told.session.ending]);
        else return;
        // Somebody looks again at once, as a listener that moves an element does.
        second?.join(desk(null));
      });
      handle.setToken(given);
      handle.join(desk(null));
      return handle;
    }) as [SessionHandle, SessionHandle];
    const revocations = first.signOut({ reason: 'host', source: 'host' });
    expect(new Set(revocations.map(({ token: revoked }) => revoked))).to.deep.equal(new Set(tokens));
    expect(revocations.every(({ api }) => api?.origin === 'https://desk.example.com')).to.equal(true);
    expect(second.session.state).to.equal('ended');
    expect(ended.every((end) => JSON.stringify(end).includes('"host"'))).to.equal(true);
  });

  it('hands one token to all who ask for one at once, each ready to leave as soon as it has it', async () => {
    let asked = 0;
    const provider = async (): Promise<string> => {
      asked += 1;
      await task();
      return fresh();
    };
    const tokens = [1, 2, 3].map(async () => {
      const handle = sit();
      handle.setToken(null);
      handle.join(desk(provider));
      return handle.obtain().finally(() => handle.leave());
    });
    expect(new Set(await Promise.all(tokens)).size).to.equal(1);
    expect(asked).to.equal(1);
  });
});
