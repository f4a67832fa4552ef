import { expect } from '@open-wc/testing';
import { otherOrigin } from '../support/pages.js';
import { issueToken } from '../support/workspace.js';
import { MountScene, ready, SCRIPT, workspacesIn } from './mount-page.js';

describe('BytedeskEmbed.mount', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  it('puts a workspace into an element and returns it', async () => {
    const page = await scene.open(scene.tag(), '<main id="here">Sign in here</main>');
    const element = page.BytedeskEmbed.mount('#here', {
      path: '/agent/chat',
      height: 300,
      label: 'Our desk',
    });
    expect(element).to.be.instanceOf(page.BytedeskEmbed.BytedeskWorkspaceElement);
    expect(element.parentElement?.id).to.equal('here');
    await ready(page);
    expect(element.offsetHeight).to.equal(300);
    expect(await scene.consoles()).to.deep.equal(['/agent/chat']);
  });

  it('takes a token provider, and needs no server on the script tag', async () => {
    const page = await scene.open(`<script src="${SCRIPT}"></script>`, '<main></main>');
    const main = page.document.querySelector('main') as HTMLElement;
    const answer = (await (await fetch(scene.tokenUrl)).json()) as { accessToken: string };
    const reasons: string[] = [];
    page.BytedeskEmbed.mount(main, {
      server: scene.desk.url,
      path: '/agent/chat',
      tokenProvider: async ({ reason }) => {
        reasons.push(reason);
        return answer.accessToken;
      },
    });
    await ready(page);
    expect(reasons).to.deep.equal(['initial']);
    expect(main.outerHTML).not.to.contain(answer.accessToken);
  });

  it('gives the one that is there, with the new properties', async () => {
    const page = await scene.open(scene.tag(), '<main></main>');
    const element = page.BytedeskEmbed.mount('main', { path: '/agent/chat' });
    expect(page.BytedeskEmbed.mount('main', { path: '/admin' })).to.equal(element);
    expect(element.path).to.equal('/admin');
    expect(workspacesIn(page).length).to.equal(1);
  });

  it('hands nothing to an element of markup in the target, but puts one of its own there', async () => {
    const stranger = `server="${otherOrigin()}" path="/agent/stranger"`;
    const page = await scene.open(
      `<script src="${SCRIPT}"></script>`,
      `<main><bytedesk-workspace ${stranger}>Sign in here</bytedesk-workspace></main>
      <p><bytedesk-login-button ${stranger} mode="link">Open</bytedesk-login-button></p>`,
    );
    const token = await issueToken(scene.desk);
    const element = page.BytedeskEmbed.mount('main', { token });
    const button = page.BytedeskEmbed.mount('p', { type: 'login', token });
    await button.updateComplete;
    for (const { server, path } of [element, button])
      expect([server, path]).to.deep.equal([null, '/agent/auth/login']);
    expect(button.shadowRoot?.querySelector('a')?.origin).to.equal(location.origin);
    expect(page.document.querySelectorAll('[server]').length).to.equal(0);
    expect(element.textContent).to.equal('Sign in here');
    expect(page.BytedeskEmbed.mount('main')).to.equal(element);
  });

  it('makes one console of a copy of what it has mounted, and keeps the content', async () => {
    const page = await scene.open(scene.tag(), '<main>Sign in <b>here</b></main>');
    const first = page.BytedeskEmbed.mount('main', { path: '/agent/chat' });
    const main = page.document.querySelector('main') as HTMLElement;
    main.replaceWith(main.cloneNode(true));
    const second = page.BytedeskEmbed.mount('main', { path: '/agent/chat' });
    expect(second).not.to.equal(first);
    await ready(page);
    expect(workspacesIn(page)).to.deep.equal([second]);
    expect(second.innerHTML).to.equal('<div slot="error">Sign in <b>here</b></div>');
  });

  it('may name any server, as a script may', async () => {
    const { tokenUrl, desk } = scene;
    const tag = `<script src="${SCRIPT}" data-server="https://desk.example" data-token-url="${tokenUrl}"></script>`;
    const page = await scene.open(tag, '<main>Sign in <b>here</b></main>');
    page.BytedeskEmbed.mount('main', { server: desk.url, api: desk.url });
    await ready(page);
  });

  it('mounts a login button', async () => {
    const page = await scene.open(scene.tag(), '<p></p>');
    const button = page.BytedeskEmbed.mount('p', { type: 'login', path: '/admin', textContent: 'Open' });
    expect(button).to.be.instanceOf(page.BytedeskEmbed.BytedeskLoginButtonElement);
    await button.updateComplete;
    expect(button.shadowRoot?.querySelector('a')?.href).to.equal(`${scene.desk.url}/admin`);
  });

  it('says that there is no such element', async () => {
    const page = await scene.open(scene.tag(), '');
    let caught: unknown;
    try {
      page.BytedeskEmbed.mount('#nowhere');
    } catch (error) {
      caught = error;
    }
    expect(caught).to.be.instanceOf(page.BytedeskEmbed.BytedeskError).with.property('code', 'not-found');
  });
});
