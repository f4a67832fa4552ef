declare global {
  interface Window {
    /** Origin of test/fixtures, cross-site to the tests; set by the test runner's page. */
    readonly __OTHER_ORIGIN__: string;
  }
}

export const otherOrigin = (): string => window.__OTHER_ORIGIN__;

/**
 * Stores a page, served byte for byte with these headers, and answers with its path. It is there under the test's
 * own origin, where it may import from /src/, and under `otherOrigin()`.
 */
export async function createPage(html: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch('/__test__/pages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ html, headers }),
  });
  const { path } = (await response.json()) as { path: string };
  return path;
}

/** A window or frame that shows a page of `createElementsPage`; true once that page has defined the elements. */
export type ElementsWindow = Window & { isDefined?: boolean };

/** A page of the tests' own origin that defines the elements: what another tab of the host is. @returns its path */
export const createElementsPage = (): Promise<string> =>
  createPage(
    `<!doctype html><html lang="en"><title>page</title><body><script type="module">
      import '/src/define.ts';
      globalThis.isDefined = true;
    </script>`,
  );
