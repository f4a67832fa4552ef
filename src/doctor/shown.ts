// Writes addresses and times as a report shows them: addresses without user, password, query and hash.

import { parseUrl } from '../url/parse-url.js';

/** Origin and path of an address. */
export const baseOf = ({ origin, pathname }: URL): string => origin + pathname.replace(/\/$/, '');

/** The same for addresses as somebody wrote them, separated by white space. A dash stands for none. */
export function shown(addresses: string | readonly (string | undefined)[] = ''): string {
  const list = typeof addresses === 'string' ? addresses.split(/\s+/) : addresses;
  const bases = list.flatMap((address) => {
    if (!address) return [];
    const url = parseUrl(address, self.location.href);
    return url ? baseOf(url) : '?';
  });
  return [...new Set(bases)].join(' ') || '–';
}

/** A time in UTC, to the second. */
export const timeOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
