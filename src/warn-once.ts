// Warnings for the page's developer, each of them once.

const warned = new Set<string>();

/**
 * Writes a warning for the page's developer to the console of the browser, once per page. The text must never hold a
 * value that could be a secret.
 */
export function warnOnce(text: string): void {
  if (warned.has(text)) return;
  warned.add(text);
  console.warn(`bytedesk-embed: ${text}`);
}
