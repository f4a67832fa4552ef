// Finds out what the names of two hosts say of their networks and sites.

const PRIVATE =
  /^(?:localhost|.+\.(?:localhost|local|internal|lan|home\.arpa)|[^.:]+|127\..+|10\..+|192\.168\..+|169\.254\..+|172\.(?:1[6-9]|2\d|3[01])\..+|\[::1\]|\[f[cd].+\]|\[fe80.+\])$/;

/** True for a host that is in a private network by what it looks like. */
export const isPrivateHost = (hostname: string): boolean => PRIVATE.test(hostname);

const isAddress = (hostname: string): boolean => /^[\d.]+$|^\[/.test(hostname);

/** Whether two hosts are of one site; `null` where that depends on whether a short name is everybody's suffix. */
export function isSameSite(page: URL, desk: URL): boolean | null {
  if (page.protocol !== desk.protocol) return false;
  const [one, other] = [page.hostname, desk.hostname];
  if (one === other) return true;
  if (isAddress(one) || isAddress(other)) return false;
  const [tail, otherTail] = [one, other].map((name) => name.split('.').slice(-2).join('.'));
  if (tail !== otherTail) return false;
  // In `co.uk` or `com.cn` the last two labels are no site; and some firms let everybody have a name below theirs.
  return /^[^.]{1,3}\.[^.]{2}$|^(?:github|gitlab|pages|vercel|netlify|web)\./.test(tail ?? '') ? null : true;
}
