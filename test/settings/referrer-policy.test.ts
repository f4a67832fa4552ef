import { expect } from '@open-wc/testing';
import { BridgeDesk } from '../bridge/bridge-host.js';
import { codes, MountScene, ready, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { gives, TokenEndpoint } from '../support/token-endpoint.js';
import { issueToken, until } from '../support/workspace.js';

const POLICIES = [
  'no-referrer',
  'same-origin',
  'strict-origin',
  // A browser takes the last one that it knows.
  'no-referrer, of-the-future',
];

describe('a page with a referrer policy', () => {
  let scene: MountScene;
  let endpoint: TokenEndpoint;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  beforeEach(async () => {
    endpoint = await TokenEndpoint.open(gives(await issueToken(scene.desk)));
  });
  afterEach(() => scene.clear());

  const tag = ({ url }: { url: string }): string =>
    `<script src="${SCRIPT}" data-server="${url}" data-token-url="${endpoint.path}"></script>`;
  const workspace = (attributes = ''): string =>
    `<bytedesk-workspace path="/agent/chat" ${attributes}></bytedesk-workspace>`;

  for (const [how, head, headers] of [
    ...POLICIES.map((policy) => [`the header ${policy}`, '', { 'referrer-policy': policy }] as const),
    ...POLICIES.map(
      (policy) => [`a <meta> with ${policy}`, `<meta name="referrer" content="${policy}">`, {}] as const,
    ),
  ]) {
    it(`gives the token endpoint its origin, and gets its console: ${how}`, async () => {
      const page = await scene.open(head + tag(scene.desk), workspace(), headers);
      await ready(page);
      await until(() => workspacesIn(page)[0]?.evidence === 'console', 'the console speaks');
      const requests = await endpoint.requests();
      expect(requests.map(({ origin }) => origin)).to.deep.equal([location.origin]);
      expect(codes(page)).to.deep.equal([]);
    });

    it(`is known to the bridge: ${how}`, async () => {
      const bridge = new BridgeDesk();
      try {
        const desk = await bridge.start();
        await endpoint.answer(gives(await issueToken(desk)));
        const page = await scene.open(head + tag(desk), workspace('delivery="bridge"'), headers);
        await until(
          () => workspacesIn(page)[0]?.evidence === 'bridge' || codes(page).length > 0,
          'the bridge',
        );
        await bridge.hasConsole('agent@example.com');
        expect(codes(page)).to.deep.equal([]);
      } finally {
        await scene.clear();
        await bridge.stop();
      }
    });
  }
});
