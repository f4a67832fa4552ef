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
      renewalFailed: () => undefined,
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

  it('leaves a good shared token alone when somebody comes with an old one', async () => {
    const provider = (): string => fresh();
    const first = sit();
    first.join(desk(provider));
    await task();
    const held = first.session.token;
    const late = sit();
    late.setToken(makeToken({ lifeS: -3600 }));
    late.join(desk(provider));
    expect(late.session.token).to.equal(held);
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
