/**
 * Reads an address; `undefined` where the text is none. `URL.canParse` is newer than some of the browsers that we
 * support.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
