import { expect } from '@open-wc/testing';
import { BytedeskError } from '../../src/errors.js';
import { consoleLanguage, consoleUrl, normalizePath } from '../../src/url/console-url.js';
import { parseServer } from '../../src/url/origin.js';

const SERVER = 'https://desk.example.com';

function refusal(run: () => unknown): BytedeskError {
  try {
    run();
  } catch (error) {
    if (error instanceof BytedeskError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('parseServer', () => {
  const accepted: readonly (readonly [given: string, origin: string, pathname: string])[] = [
    ['https://desk.example.com', 'https://desk.example.com', '/'],
    ['  https://desk.example.com/\n', 'https://desk.example.com', '/'],
    ['HTTPS://DESK.example.com', 'https://desk.example.com', '/'],
    ['http://127.0.0.1:9003', 'http://127.0.0.1:9003', '/'],
    ['http://[::1]:9003/', 'http://[::1]:9003', '/'],
    ['https://desk.example.com:443', 'https://desk.example.com', '/'],
    ['https://example.com/service/desk//', 'https://example.com', '/service/desk'],
    ['https://客服.example.com', 'https://xn--ubtq9x.example.com', '/'],
    ['https://example.com/客服', 'https://example.com', '/%E5%AE%A2%E6%9C%8D'],
  ];
  for (const [given, origin, pathname] of accepted) {
    it(`accepts ${JSON.stringify(given)}`, () => {
      const url = parseServer(given);
      expect([url.origin, url.pathname]).to.deep.equal([origin, pathname]);
    });
  }

  const refused = [
    '',
    '   ',
    'desk.example.com',
    'localhost:9003',
    '//desk.example.com',
    '/desk',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,hello',
    'blob:https://desk.example.com/1',
    'file:///etc/hosts',
    'ftp://desk.example.com',
    'ws://desk.example.com',
    'https:desk.example.com',
    'https:/desk.example.com',
    'https:///desk.example.com',
    'https:\\\\desk.example.com',
    'https://desk.example.com\\@evil.example',
    'https://user:secret@desk.example.com',
    'https://user@desk.example.com',
    'https://@desk.example.com',
    'https://desk.example.com?x=1',
    'https://desk.example.com/?',
    'https://desk.example.com/#',
    'https://desk.example.com#a',
    'https://desk.example.com/a/../b',
    'https://desk.example.com/..;/b',
    'https://desk.example.com/%2e%2e/b',
    'https://desk.example.com/%252e%252e/b',
    'https://desk.example.com/a%2fb',
    'https://desk.exa mple.com',
    'https://desk.example.com/a\tb',
    'https://desk.example.com:99999',
    'https://[::1',
    'https://:9003',
  ];
  for (const given of refused) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      const error = refusal(() => parseServer(given));
      expect(error.code).to.equal('invalid-server');
      if (given.trim() !== '') expect(error.message).not.to.contain(given);
    });
  }

  it('refuses plain http on an https page', () => {
    expect(refusal(() => parseServer('http://desk.example.com', 'https:')).code).to.equal('mixed-content');
  });

  for (const host of ['localhost:9003', 'desk.localhost', '127.0.0.1:1', '127.8.0.1', '[::1]:9003']) {
    it(`accepts plain http of ${host} on an https page`, () => {
      expect(parseServer(`http://${host}`, 'https:').protocol).to.equal('http:');
    });
  }

  for (const host of ['127.0.0.1.evil.example', 'localhost.evil.example', 'notlocalhost']) {
    it(`does not take ${host} for loopback`, () => {
      expect(refusal(() => parseServer(`http://${host}`, 'https:')).code).to.equal('mixed-content');
    });
  }
});

describe('normalizePath', () => {
  const accepted: readonly (readonly [given: string, path: string])[] = [
    ['', '/agent/auth/login'],
    [' \n ', '/agent/auth/login'],
    ['/agent', '/agent'],
    ['/agent/', '/agent/'],
    ['agent/chat', '/agent/chat'],
    ['  /agent/chat\n', '/agent/chat'],
    ['/admin/welcome', '/admin/welcome'],
    ['/agent/chat?thread=1&x=%20#top', '/agent/chat?thread=1&x=%20#top'],
    ['/agent?tab=1', '/agent?tab=1'],
    ['/agent#/chat', '/agent#/chat'],
    ['/agent/工单', '/agent/工单'],
    ['/agent/a..b/c.d', '/agent/a..b/c.d'],
    ['/agent/chat?next=../api', '/agent/chat?next=../api'],
    ['/agent/chat?q=accessToken', '/agent/chat?q=accessToken'],
    ['/agent/chat?text=line%0Abreak%5C', '/agent/chat?text=line%0Abreak%5C'],
    ['/agent/100%25', '/agent/100%25'],
    ['/agent/%E5%B7%A5', '/agent/%E5%B7%A5'],
  ];
  for (const [given, path] of accepted) {
    it(`accepts ${JSON.stringify(given)}`, () => {
      expect(normalizePath(given)).to.equal(path);
    });
  }

  const refused = [
    '/',
    '/api',
    '/api/v1/user/profile',
    '/chat',
    '/agents',
    '/agent:80/',
    '/Agent/chat',
    '//agent/chat',
    '///agent',
    '//evil.example/agent',
    '\\\\evil.example',
    '/\\evil.example',
    '/agent\\..\\api',
    '/agent/../api',
    '/agent/..',
    '/agent/./chat',
    '/agent/..;/api',
    '/agent/..;x=1/api',
    '/agent/%2e%2e/api',
    '/agent/.%2E/api',
    '/agent/%252e%252e/api',
    '/agent/%25252e./api',
    '/agent/..%2fapi',
    '/agent/%5c..',
    '/agent/\t../api',
    '/agent/chat\u0000',
    '/agent/chat?a=\nb',
    '@evil.example/agent',
    ':9999/agent',
    '.evil.example/agent',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://evil.example/agent/chat',
    'https://desk.example.com/agent/chat',
    '?accessToken=x',
    '/agent/chat?accessToken=secret',
    '/agent/chat?a=1&accessToken=secret',
    '/agent/chat?ACCESSTOKEN=secret',
    '/agent/chat?access%54oken=secret',
    '/agent/chat#accessToken=secret',
    '/agent/chat#/x?accessToken=secret',
    '/agent/chat?redirect=%2Fx%3FaccessToken%3Dsecret',
    '/agent/chat?redirect=%252Fx%253FaccessToken%253Dsecret',
    '/agent/..%3b/api',
    '/agent/%25%32%65%25%32%65/api',
    '/agent/%2%65%2%65/api',
    '/agent/%c0%ae%c0%ae/api',
    '/agent/%00',
    '/agent/%0d%0aX',
    '/agent//evil.example/x',
    '/agent/file%2ename',
    '/agent/\ud800',
    '/agent/chat?q=\udc00',
  ];
  for (const given of refused) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      const error = refusal(() => normalizePath(given));
      expect(error.code).to.equal('invalid-path');
      expect(error.message).not.to.contain('secret');
    });
  }
});

describe('consoleUrl', () => {
  const built: readonly (readonly [options: Parameters<typeof consoleUrl>[0], url: string])[] = [
    [{ server: SERVER }, `${SERVER}/agent/auth/login`],
    [{ server: SERVER, path: 'agent/chat' }, `${SERVER}/agent/chat`],
    [
      { server: `${SERVER}/`, path: '/agent/chat', token: 'a.b-c_d' },
      `${SERVER}/agent/chat?accessToken=a.b-c_d`,
    ],
    [
      { server: SERVER, path: '/agent/chat', token: 'a+b/c=&d' },
      `${SERVER}/agent/chat?accessToken=a%2Bb%2Fc%3D%26d`,
    ],
    [{ server: `${SERVER}/base`, path: '/admin/welcome' }, `${SERVER}/base/admin/welcome`],
    [{ server: 'http://[::1]:9003', path: '/agent' }, 'http://[::1]:9003/agent'],
    [
      { server: SERVER, path: '/agent/chat?a=%20+&b#end', token: 't' },
      `${SERVER}/agent/chat?a=%20+&b&accessToken=t#end`,
    ],
    [{ server: SERVER, path: '/agent/工单?q=中' }, `${SERVER}/agent/%E5%B7%A5%E5%8D%95?q=%E4%B8%AD`],
    [
      { server: SERVER, path: '/agent/chat?x=1#y', token: 't', entry: 'login' },
      `${SERVER}/agent/auth/login?redirect=%2Fchat%3Fx%3D1%23y&accessToken=t`,
    ],
    [{ server: SERVER, token: 't', entry: 'login' }, `${SERVER}/agent/auth/login?accessToken=t`],
    [
      { server: SERVER, path: '/admin', token: 't', entry: 'login' },
      `${SERVER}/admin/auth/login?accessToken=t`,
    ],
    [
      { server: `${SERVER}/b`, path: '/admin/welcome', token: 't', entry: 'login' },
      `${SERVER}/b/admin/auth/login?redirect=%2Fwelcome&accessToken=t`,
    ],
    [{ server: SERVER, path: '/agent/chat', entry: 'login' }, `${SERVER}/agent/chat`],
    [{ server: SERVER, path: '/agent/chat', token: null }, `${SERVER}/agent/chat`],
    [{ server: SERVER, path: '/agent/chat', token: '' }, `${SERVER}/agent/chat`],
    [
      { server: SERVER, path: '/agent/auth/login?redirect=%2Fchat', token: 't', entry: 'login' },
      `${SERVER}/agent/auth/login?redirect=%2Fchat&accessToken=t`,
    ],
    [{ server: SERVER, path: '/agent/chat', lang: 'zh-CN' }, `${SERVER}/agent/chat?lang=zh-cn`],
    [{ server: SERVER, path: '/agent/chat?lang=en', lang: 'zh-CN' }, `${SERVER}/agent/chat?lang=en`],
    [{ server: SERVER, path: '/admin/welcome', lang: 'zh-CN' }, `${SERVER}/admin/welcome`],
    [{ server: SERVER, path: '/agent/chat', lang: 'eo' }, `${SERVER}/agent/chat`],
  ];
  for (const [options, url] of built) {
    it(`builds ${url}`, () => {
      expect(consoleUrl(options)).to.equal(url);
    });
  }

  it('refuses what its parts refuse', () => {
    expect(refusal(() => consoleUrl({ server: 'desk' })).code).to.equal('invalid-server');
    expect(refusal(() => consoleUrl({ server: SERVER, path: '/api' })).code).to.equal('invalid-path');
  });
});

describe('consoleLanguage', () => {
  const spellings: readonly (readonly [tag: string, spelling: string | undefined])[] = [
    ['zh-CN', 'zh-cn'],
    ['zh', 'zh-cn'],
    ['zh-Hant-HK', 'zh-tw'],
    ['zh_TW', 'zh-tw'],
    ['en-US', 'en'],
    ['ja', 'ja-jp'],
    ['pt-BR', undefined],
    ['', undefined],
  ];
  for (const [tag, spelling] of spellings) {
    it(`spells ${tag || 'nothing'} as ${spelling ?? 'nothing'}`, () => {
      expect(consoleLanguage(tag)).to.equal(spelling);
    });
  }
});
