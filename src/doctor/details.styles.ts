// The look of the doctor’s details below a panel.

/** Marks a style sheet for the build, which shortens it. */
const css = String.raw;

export const STYLES = css`
  .doctor {
    display: block;
    max-inline-size: 60rem;
    margin: 0 auto;
    padding: 0 1rem 1rem;
    text-align: start;
  }
  .doctor button {
    padding: 0.375rem 0.75rem;
    border-radius: var(--bytedesk-radius, 0.5rem);
    font: inherit;
    font-size: 0.875em;
  }
  .doctor pre {
    overflow: auto;
    max-block-size: 16rem;
    margin: 0.5rem 0;
    padding: 0.5rem;
    border: 1px solid;
    border-radius: var(--bytedesk-radius, 0.5rem);
    font:
      0.8125em/1.4 ui-monospace,
      monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .cover {
    align-content: safe center;
  }
`;
