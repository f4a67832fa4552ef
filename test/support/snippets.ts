/** A block of code in a page of the documentation. */
export interface Snippet {
  readonly language: string;
  readonly code: string;
}

/** The blocks of a page, such as `/README.md`, in order. */
export async function snippetsOf(page: string): Promise<Snippet[]> {
  const text = await (await fetch(page)).text();
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}
