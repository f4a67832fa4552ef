import { expect } from '@open-wc/testing';
import { PROTOCOL_VERSION, seal } from '../../src/protocol/envelope.js';
import { BridgeHost } from './bridge-host.js';
import type { ConsoleUnderTest, Subject } from './conformance-consoles.js';

/**
 * Goes through docs/protocol.md, row by row, with a console that knows nothing of these tests. Each has a test file, and
 * with it a page, of its own: WebKit lets one page, frames included, write its history a hundred times in ten seconds.
 */
export function describeConformance({ name, start }: ConsoleUnderTest): void {
  describe(`version ${PROTOCOL_VERSION} of the protocol, spoken by ${name}`, () => {
    let subject: Subject;
    let host: BridgeHost;
    beforeEach(async () => {
      subject = await start();
      host = new BridgeHost(subject.url, { waitMs: 9000, tag: `first ${Math.random()}` });
      await host.sees(/^ready/).catch(() => {
        throw new Error(`no bridge:ready; does the console allow ${location.origin}?`);
      });
      await host.signIn(subject.tokens[0], 'first', subject.paths[0]);
      await host.sees(/^(?:ready|in) (?!out)/);
      await host.settled();
      host.messages.length = 0;
    });
    afterEach(async () => {
      host.close();
      await subject.stop();
    });

    it('answers host:ask with a hello that carries nothing', async () => {
      const hello = new Promise((resolve) => {
        addEventListener('message', function listen({ source, data }: MessageEvent) {
          if (source !== host.frame.contentWindow || data?.body?.type !== 'bridge:hello') return;
          removeEventListener('message', listen);
          resolve(data);
        });
      });
      host.link.ask();
      expect(await hello).to.deep.equal(seal({ type: 'bridge:hello' }));
    });

    it('says bridge:ready on each new port', async () => {
      host.link.ask();
      await host.sees(/^ready/);
      expect(host.messages[0]).to.deep.include({ type: 'bridge:ready', signedIn: true });
    });

    it('ends session:probe with call:done, and tells nothing while the session is alive', async () => {
      await host.call({ type: 'session:probe' });
      expect(host.log).to.deep.equal([]);
    });

    it('goes to a route, tells it, and refuses one outside', async () => {
      await host.call({ type: 'route:navigate', path: subject.paths[1] });
      await host.sees(`route ${subject.paths[1]}`);
      for (const path of ['/elsewhere', '//evil.example', '/agent/../x', '/agent/chat?accessToken=x']) {
        const problem = await host.call({ type: 'route:navigate', path }).catch((error: unknown) => error);
        expect(problem, path).to.have.property('code', 'login-failed');
      }
    });

    it('takes a token of the same user in place, and another user by a load that is no news', async () => {
      await host.signIn(subject.tokens[0], 'first', subject.paths[0]);
      expect(host.log).to.deep.equal([]);
      await host.signIn(subject.tokens[1], 'second', subject.paths[0]);
      await host.sees(/^(?:ready|in) (?!out)/);
      expect(host.session.filter((line) => !line.startsWith('in '))).to.deep.equal([]);
    });

    it('signs out for the host, which is no news', async () => {
      await host.call({ type: 'session:sign-out' });
      await host.sees(/^ready out/);
      expect(host.session).to.deep.equal([]);
    });

    it('tells a sign-out of the user, once', async function () {
      if (!subject.signOut) return this.skip();
      await subject.signOut();
      await host.sees('out user');
      await host.settled();
      expect(host.session).to.deep.equal(['out user']);
    });

    it('tells the end of its token, once', async function () {
      if (!subject.revoke) return this.skip();
      await subject.revoke();
      await host.settled();
      await host.sees(/^expired/);
      await host.settled();
      expect(host.session).to.have.length(1);
    });

    it('says no token', async () => {
      host.link.ask();
      await host.sees(/^ready/);
      await host.settled();
      for (const token of subject.tokens) expect(JSON.stringify(host.messages)).not.to.contain(token);
    });
  });
}
