import { expect, fixture, html } from '@open-wc/testing';
import { BytedeskWorkspaceElement } from '../../../src/elements/workspace/workspace-element.js';
import { makeToken } from '../../support/tokens.js';
import {
  createWorkspace,
  frameOf,
  EventLog,
  issueToken,
  mount,
  next,
  requestsOf,
  SharedDesk,
  task,
} from '../../support/workspace.js';

interface MovesBefore {
  moveBefore(node: Node, child: Node | null): void;
}
const canMoveBefore = 'moveBefore' in Element.prototype;

describe('bytedesk-workspace: moving, removing, cloning, upgrading', () => {
  const shared = new SharedDesk();

  it('makes the frame synchronously at connect, before anything is drawn', async () => {
    const { element } = createWorkspace(await shared.settings());
    document.body.append(element);
    expect(frameOf(element)?.isConnected).to.equal(true);
    expect(element.shadowRoot?.firstElementChild).to.equal(frameOf(element));
    element.remove();
  });

  it('tells the end of a token to listeners that were added right after the insertion', async () => {
    const element = document.createElement('bytedesk-workspace');
    element.token = makeToken({ lifeS: -5 });
    document.body.append(element);
    await next(element, 'bytedesk-token-expired');
    element.remove();
  });

  it('lets the empty first document run nothing, gives the console those it needs, for the desk alone', async () => {
    const { element } = createWorkspace(await shared.settings());
    const parent = await fixture<HTMLDivElement>(document.createElement('div'));
    parent.append(element);
    expect(frameOf(element)?.getAttribute('sandbox')).to.equal('allow-same-origin');
    await next(element, 'bytedesk-ready');
    expect(frameOf(element)?.getAttribute('sandbox')).to.equal(
      'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads',
    );
    expect(frameOf(element)?.allow).to.contain(`clipboard-write ${shared.desk.url}`);
    expect(frameOf(element)?.title).to.equal('Customer service console');
  });

  it('takes sandbox and allow as they are given', async () => {
    const given = { sandbox: 'allow-scripts allow-same-origin', allow: "camera; microphone 'none'" };
    const { element } = await mount({ ...(await shared.settings()), ...given });
    await next(element, 'bytedesk-ready');
    expect(frameOf(element)?.getAttribute('sandbox')).to.equal(given.sandbox);
    expect(frameOf(element)?.allow).to.equal(`camera ${shared.desk.url}; microphone 'none'`);
  });

  it('is as high as it is told, unless a style sheet says otherwise', async () => {
    const { element } = await mount({});
    expect(getComputedStyle(element).height).to.equal('600px');
    element.setAttribute('height', '400');
    await element.updateComplete;
    expect(getComputedStyle(element).height).to.equal('400px');
    element.height = '20rem';
    await element.updateComplete;
    expect(getComputedStyle(element).height).to.equal('320px');
    element.height = 'red; } * { color: red';
    await element.updateComplete;
    expect(getComputedStyle(element).height).to.equal('600px');
    element.style.height = '123px';
    expect(getComputedStyle(element).height).to.equal('123px');
  });

  it('restarts when it is moved: same session, no logout, ready again', async () => {
    const { element, log } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    const other = await fixture(html`<section></section>`);
    other.append(element);
    await next(element, 'bytedesk-ready');
    expect(log.names).to.deep.equal([
      'idle>loading',
      'loading>ready',
      'ready',
      'ready>loading',
      'loading>ready',
      'ready',
    ]);
    expect(element.session?.username).to.equal('agent@example.com');
    expect(element.shadowRoot?.querySelectorAll('iframe').length).to.equal(1);
  });

  (canMoveBefore ? it : it.skip)(
    'keeps the console when it is moved by moveBefore, or restarts where the browser cannot',
    async () => {
      const { element, log } = await mount(await shared.settings());
      await log.first('bytedesk-agent-status-change');
      const [frame, window_] = [frameOf(element), frameOf(element)?.contentWindow];
      const other = await fixture<HTMLElement>(html`<section></section>`);
      (other as unknown as MovesBefore).moveBefore(element, null);
      if (frame?.contentWindow !== window_) {
        // Firefox empties a frame in a shadow tree even so: then it is a restart like any other.
        await next(element, 'bytedesk-agent-status-change');
        expect(log.names.slice(3)).to.deep.equal(['ready>loading', 'loading>ready', 'ready']);
        return;
      }
      const answer = next(element, 'bytedesk-agent-status-change');
      element.setAgentStatus('BUSY');
      expect((await answer).detail.status).to.equal('BUSY');
      expect(frameOf(element)).to.equal(frame);
      expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    },
  );

  it('lets go of everything one task after it was removed', async () => {
    const { element, log } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    element.remove();
    expect(element.state).to.equal('ready');
    await task();
    expect(element.state).to.equal('idle');
    expect(frameOf(element)).to.equal(null);
    expect(log.names.at(-1)).to.equal('ready>idle');
  });

  it('starts again when it is put back after a removal', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    element.remove();
    await task();
    document.body.append(element);
    await next(element, 'bytedesk-ready');
    element.remove();
  });

  it('survives being added, removed and added in one task, as React’s StrictMode does', async () => {
    const { element, log } = createWorkspace(await shared.settings());
    document.body.append(element);
    element.remove();
    document.body.append(element);
    await next(element, 'bytedesk-ready');
    await task();
    expect(element.shadowRoot?.querySelectorAll('iframe').length).to.equal(1);
    expect(log.of('bytedesk-ready').length).to.equal(1);
    expect(log.of('bytedesk-error').length).to.equal(0);
    element.remove();
  });

  it('requests nothing when it is added and removed in one task', async () => {
    const { element } = createWorkspace(await shared.settings());
    document.body.append(element);
    element.remove();
    await task();
    expect(element.state).to.equal('idle');
    const pages = (await requestsOf(shared.desk)).filter(({ path }) => path === '/agent/chat');
    expect(pages).to.deep.equal([]);
  });

  it('gives a clone everything but the token', async () => {
    const token = await issueToken(shared.desk);
    const element = await fixture<BytedeskWorkspaceElement>(
      html`<bytedesk-workspace
        server=${shared.desk.url}
        path="/agent/ticket"
        token=${token}
      ></bytedesk-workspace>`,
    );
    const clone = element.cloneNode(true) as BytedeskWorkspaceElement;
    expect(clone.outerHTML).not.to.contain(token);
    document.body.append(clone);
    await clone.updateComplete;
    expect(clone.server).to.equal(shared.desk.url);
    expect(clone.path).to.equal('/agent/ticket');
    expect(clone.state).to.equal('error');
    const rejection = await clone.reload().catch((error: unknown) => error);
    expect(rejection).to.have.property('code', 'token-missing');
    clone.remove();
  });

  it('takes attributes and properties that were set before the upgrade, at once', async () => {
    const tag = 'bytedesk-workspace-late';
    const token = await issueToken(shared.desk);
    const parent = await fixture(html`<div></div>`);
    parent.innerHTML = `<${tag} path="/agent/contact" token="${token}"></${tag}>`;
    const element = parent.firstElementChild as BytedeskWorkspaceElement;
    element.server = shared.desk.url;
    const log = new EventLog(element);
    customElements.define(tag, class extends BytedeskWorkspaceElement {});
    expect(element.hasAttribute('token')).to.equal(false);
    expect(Object.hasOwn(element, 'server')).to.equal(false);
    expect(frameOf(element)?.isConnected).to.equal(true);
    await next(element, 'bytedesk-ready');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    const pages = (await requestsOf(shared.desk)).filter(({ path }) => path.startsWith('/agent/contact'));
    expect(pages.length).to.equal(1);
  });

  it('takes a token property that was set before the upgrade, and hides it', async () => {
    const tag = 'bytedesk-workspace-later';
    const token = await issueToken(shared.desk);
    const parent = await fixture(html`<div></div>`);
    parent.innerHTML = `<${tag}></${tag}>`;
    const element = parent.firstElementChild as BytedeskWorkspaceElement;
    Object.assign(element, { token, server: shared.desk.url });
    customElements.define(tag, class extends BytedeskWorkspaceElement {});
    expect(element.token).to.equal(undefined);
    await next(element, 'bytedesk-ready');
  });

  it('leaves no listener of the page behind', async () => {
    // Adding one twice is adding it once.
    const added = new Map<unknown, string>();
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const track = (target: EventTarget): boolean => target === window || target === document;
    EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, ...rest: unknown[]) {
      if (track(this ?? window)) added.set(rest[0], type);
      return Reflect.apply(addEventListener, this, [type, ...rest]);
    };
    EventTarget.prototype.removeEventListener = function (
      this: EventTarget,
      type: string,
      ...rest: unknown[]
    ) {
      if (track(this ?? window)) added.delete(rest[0]);
      return Reflect.apply(removeEventListener, this, [type, ...rest]);
    };
    try {
      const { element } = await mount(await shared.settings());
      await next(element, 'bytedesk-ready');
      expect([...added.values()]).to.include('message');
      element.remove();
      await task();
      expect([...added.values()]).to.deep.equal([]);
    } finally {
      Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
    }
  });

  it('does not tell the end of a token twice when it is moved', async () => {
    const { element, log } = await mount({ server: shared.desk.url, token: makeToken({ lifeS: -5 }) });
    await log.first('bytedesk-token-expired');
    const other = await fixture(html`<section></section>`);
    other.append(element);
    await element.updateComplete;
    await task();
    expect(log.names).to.deep.equal(['idle>expired', 'token-expired']);
  });
});
