import { expect, fixture, html } from '@open-wc/testing';
import type { BytedeskWorkspaceElement } from '../../../src/elements/workspace/workspace-element.js';
import { EventLog, issueToken, next, SharedDesk } from '../../support/workspace.js';

/** Everything in a tree that a script of the page can read: markup, shadow roots, frame attributes. */
function readable(root: Document | ShadowRoot | Element): string {
  const own =
    root instanceof Element ? root.outerHTML : [...root.children].map((child) => child.outerHTML).join('');
  const shadows = [...root.querySelectorAll('*')].map(({ shadowRoot }) =>
    shadowRoot ? readable(shadowRoot) : '',
  );
  return own + shadows.join('');
}

function ownAndInherited(object: object): string {
  const values: string[] = [];
  for (let target: object | null = object; target !== null && target !== HTMLElement.prototype;) {
    for (const key of Reflect.ownKeys(target)) {
      try {
        values.push(String(Reflect.get(target, key, object)));
      } catch {
        // A getter that throws tells nothing.
      }
    }
    target = Object.getPrototypeOf(target) as object | null;
  }
  return values.join('\n');
}

describe('bytedesk-workspace: the token is a secret', () => {
  const shared = new SharedDesk();
  const logged: unknown[] = [];
  const console_ = { ...console };
  const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;

  beforeEach(() => {
    logged.length = 0;
    for (const method of METHODS) console[method] = (...args: unknown[]) => void logged.push(...args);
  });

  afterEach(() => {
    Object.assign(console, console_);
  });

  it('is in nothing that the host page can read, through load, renewal, navigation, reload and logout', async () => {
    const entries: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
    observer.observe({ entryTypes: ['resource', 'navigation'] });
    const records: MutationRecord[] = [];
    const mutations = new MutationObserver((list) => records.push(...list));
    const tokens = [await issueToken(shared.desk), await issueToken(shared.desk, { seconds: 3600 })];
    const parent = await fixture<HTMLDivElement>(html`<div></div>`);
    mutations.observe(parent, { subtree: true, childList: true, attributes: true });
    const historyLength = history.length;
    const heard: MessageEvent[] = [];
    const hear = (event: MessageEvent): void => void heard.push(event);
    window.addEventListener('message', hear);

    const element = document.createElement('bytedesk-workspace');
    const log = new EventLog(element);
    Object.assign(element, { server: shared.desk.url, path: '/agent/chat', token: tokens[0] });
    parent.append(element);
    await next(element, 'bytedesk-unread-change');
    const check = (when: string): void => {
      const places: Readonly<Record<string, string>> = {
        dom: readable(document),
        properties: ownAndInherited(element),
        performance: JSON.stringify([...performance.getEntries(), ...entries]),
        storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
        events: JSON.stringify(log.events.map(({ detail }) => [detail, detail?.error?.stack])),
        console: logged.map(String).join('\n') + JSON.stringify(logged),
        mutations: records.map(({ target }) => (target instanceof Element ? target.outerHTML : '')).join(''),
        messages: JSON.stringify(heard.map(({ data }) => data as unknown)),
        location: location.href + JSON.stringify(history.state),
      };
      for (const [place, text] of Object.entries(places)) {
        for (const token of tokens) {
          expect(text.includes(token), `the token in ${place} ${when}`).to.equal(false);
          expect(text.includes(token.split('.')[2] ?? token), `its signature in ${place} ${when}`).to.equal(
            false,
          );
        }
      }
      expect(history.length, `history ${when}`).to.equal(historyLength);
    };
    check('after the load');

    element.token = tokens[1] ?? null;
    await element.updateComplete;
    check('after the renewal');
    await element.navigate('/agent/ticket');
    check('after a navigation');
    await element.reload();
    check('after a reload');
    await element.logout();
    check('after the logout');
    expect(entries.length, 'entries were observed at all').to.be.greaterThan(0);
    observer.disconnect();
    mutations.disconnect();
    window.removeEventListener('message', hear);
  });

  it('is taken out of the attribute before any other script runs', async () => {
    const token = await issueToken(shared.desk);
    const element = await fixture<BytedeskWorkspaceElement>(html`<bytedesk-workspace></bytedesk-workspace>`);
    element.setAttribute('token', token);
    expect(element.hasAttribute('token')).to.equal(false);
    expect(element.outerHTML).not.to.contain(token);
  });

  it('goes to the desk as origin-only referrer, with no more of the host page’s address', async () => {
    const element = await fixture<BytedeskWorkspaceElement>(html`<bytedesk-workspace></bytedesk-workspace>`);
    Object.assign(element, {
      server: shared.desk.url,
      path: '/agent/chat',
      token: await issueToken(shared.desk),
    });
    await next(element, 'bytedesk-ready');
    const requests =
      await shared.desk.control<{ path: string; headers: Record<string, string> }[]>('requests');
    const page = requests.find(({ path }) => path === '/agent/chat');
    expect(page?.headers['referer']).to.equal(`${location.origin}/`);
  });

  it('is no part of the frame’s src, and is not in the first navigation where the page hears of that', async () => {
    const element = await fixture<BytedeskWorkspaceElement>(html`<bytedesk-workspace></bytedesk-workspace>`);
    Object.assign(element, { server: shared.desk.url, token: await issueToken(shared.desk) });
    await next(element, 'bytedesk-ready');
    const frame = element.shadowRoot?.querySelector('iframe');
    expect(frame?.hasAttribute('src')).to.equal(false);
    expect(frame?.getAttribute('srcdoc')).to.equal(navigator.userAgent.includes('Chrome') ? null : '');
  });
});
