const told = new Set<string>();

/** Tells the page's developer something once per page. Never a value that could hold a secret. */
export function warnOnce(text: string): void {
  if (told.has(text)) return;
  told.add(text);
  console.warn(`bytedesk-embed: ${text}`);
}
