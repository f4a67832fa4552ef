// Finds out what a Content-Security-Policy in the page's markup refuses. No page can read a policy that comes as a
// header, so this can say no, but never yes. A policy that has refused something is known by then, see `violations.ts`.

import type { Rule } from './types.js';

/** The sources of a directive, with those that stand in for it where it is missing; `undefined` if none is there. */
function sourcesOf(policy: string, names: readonly string[]): string[] | undefined {
  const directives = policy.split(';').map((text) => text.trim().split(/\s+/));
  for (const name of names) {
    const found = directives.find(([first = '']) => first.toLowerCase() === name);
    if (found) return found.slice(1);
  }
  return undefined;
}

/** `https://*.example.com:*` and the like; paths are left out, since they only narrow. */
function matches(source: string, url: URL, origin: string): boolean {
  const text = source.toLowerCase();
  if (text === "'self'") return url.origin === origin;
  if (text === '*') return /^https?:$/.test(url.protocol);
  if (/^[a-z][a-z\d+.-]*:$/.test(text))
    return url.protocol === text || (text === 'http:' && url.protocol === 'https:');
  const [, scheme, host = '', port] =
    /^(?:([a-z][a-z\d+.-]*):\/\/)?([^:/]+|\[[^\]]+\])(?::(\d+|\*))?/.exec(text) ?? [];
  if (scheme && `${scheme}:` !== url.protocol && !(scheme === 'http' && url.protocol === 'https:'))
    return false;
  const isHost = host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
  const standard = url.protocol === 'https:' ? '443' : '80';
  return isHost && (port === '*' || (port ?? standard) === (url.port || standard));
}

/** Sources that say nothing of an address; some of them are secrets. */
const NO_ADDRESS = /^'(?!self')/;

/**
 * The directive that decides about addresses, as it is and as it has to be. Where no policy is known that refuses them, it is
 * what a page writes that has none.
 *
 * @param names the directive, then those that stand in for it
 */
export function ruleFor(
  policies: readonly string[],
  names: readonly string[],
  urls: readonly URL[],
  origin: string,
): Pick<Rule, 'now' | 'line'> {
  const [name = ''] = names;
  const policy = policies.find((text) => urls.some((url) => isRefused([text], names, url, origin)));
  const found = policy === undefined ? undefined : sourcesOf(policy, names);
  const sources = (found ?? ["'self'"]).filter((source) => !NO_ADDRESS.test(source));
  const lacking = urls.filter((url) => !sources.some((source) => matches(source, url, origin)));
  const wanted = [...new Set([...sources, ...lacking.map((url) => url.origin)])];
  return {
    now: found === undefined ? name : `${name} ${sources.join(' ') || "'none'"}`,
    line: `Content-Security-Policy: ${name} ${wanted.join(' ')}`,
  };
}

/** True if one of these policies refuses an address. @param names the directive, then those that stand in for it */
export function isRefused(
  policies: readonly string[],
  names: readonly string[],
  url: URL,
  origin: string,
): boolean {
  return policies.some((policy) => {
    const sources = sourcesOf(policy, names);
    return sources !== undefined && !sources.some((source) => matches(source, url, origin));
  });
}
