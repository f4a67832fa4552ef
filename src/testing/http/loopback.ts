// Tells this machine from others, for the guard of the control and for the ports.

/** Tells whether the address of a socket, or a host name to listen on, is this machine only. */
export function isLoopback(address: string | undefined): boolean {
  if (!address) return false;
  if (address === 'localhost' || address === '::1') return true;
  return /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}

/** Tells whether a `Host` header, with or without a port, names this machine. Names below `localhost` do (RFC 6761). */
export function isLoopbackHost(host: string | undefined): boolean {
  if (!host || !/^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host)) return false;
  const name = host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return isLoopback(name) || name.endsWith('.localhost');
}

/** Tells whether an `Origin` header is that of a page on this machine. The opaque `null` is not. */
export function isLoopbackOrigin(origin: string): boolean {
  const [, host] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  return isLoopbackHost(host);
}
