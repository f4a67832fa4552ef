import { expect } from '@open-wc/testing';
import { clickOn, closeOtherWindows, otherWindows, pressKeys, pressWith } from './input.js';
import { createPage, otherOrigin } from './pages.js';

async function loadFrame(src: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.src = src;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  return frame;
}

const message = (): Promise<MessageEvent> =>
  new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));

describe('test harness', () => {
  afterEach(async () => {
    await closeOtherWindows();
    for (const element of document.querySelectorAll('body > :not(script)')) element.remove();
  });

  it('runs tests in a top-level document on localhost', () => {
    expect(window.top).to.equal(window);
    expect(location.hostname).to.equal('localhost');
  });

  it('presses keys as the user would', async () => {
    document.body.innerHTML += '<input id="first"><button id="second">b</button>';
    document.querySelector<HTMLInputElement>('#first')!.focus();
    await pressKeys('a', 'b', 'Tab');
    expect(document.querySelector<HTMLInputElement>('#first')!.value).to.equal('ab');
    expect(document.activeElement!.id).to.equal('second');
    await pressWith(['Shift'], 'Tab');
    expect(document.activeElement!.id).to.equal('first');
  });

  it('clicks as the user would, with modifiers', async () => {
    const button = document.createElement('button');
    document.body.append(button);
    const clicks: MouseEvent[] = [];
    button.addEventListener('click', (event) => clicks.push(event));
    await clickOn(button);
    await clickOn(button, { modifiers: ['Shift'] });
    expect(clicks.map((click) => [click.isTrusted, click.shiftKey])).to.deep.equal([
      [true, false],
      [true, true],
    ]);
  });

  it('clicks into a cross-site frame', async () => {
    const body = '<button style="position:fixed;inset:0">b</button>';
    const path = await createPage(
      `<!doctype html>${body}<script>onclick = (e) => parent.postMessage(e.isTrusted, '*')</script>`,
    );
    const frame = await loadFrame(otherOrigin() + path);
    const answer = message();
    await clickOn(frame);
    expect((await answer).data).to.equal(true);
    expect((await answer).origin).to.equal(otherOrigin());
  });

  it('serves made-up pages byte for byte with their headers', async () => {
    const html = '<!doctype html><script type="module">import "lit";</script>';
    const path = await createPage(html, { 'content-security-policy': "script-src 'none'" });
    const response = await fetch(path);
    expect(await response.text()).to.equal(html);
    expect(response.headers.get('content-security-policy')).to.equal("script-src 'none'");
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
  });

  it('tells the addresses of windows that the page may not read', async () => {
    const path = await createPage('<!doctype html><title>other</title>');
    const link = document.createElement('a');
    Object.assign(link, { href: `${otherOrigin()}${path}?x=1`, target: '_blank', rel: 'noopener' });
    link.textContent = 'open';
    document.body.append(link);
    await clickOn(link);
    await expectSoon(otherWindows, [link.href]);
    await closeOtherWindows();
    await expectSoon(otherWindows, []);
  });
});

async function expectSoon(read: () => Promise<string[]>, wanted: string[]): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    if (String(await read()) === String(wanted)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await read()).to.deep.equal(wanted);
}
