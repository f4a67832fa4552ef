// The styles of `<bytedesk-workspace>` and its panels.

import { css } from '@lit/reactive-element';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    box-sizing: border-box;
    inline-size: 100%;
    block-size: 600px;
    min-inline-size: 0;
    overflow: clip;
    color-scheme: inherit;
    color: var(--bytedesk-color, CanvasText);
    background: var(--bytedesk-background, Canvas);
    font: var(--bytedesk-font, 400 1rem/1.5 system-ui, sans-serif);
  }

  :host([hidden]),
  [hidden] {
    display: none;
  }

  iframe[hidden] {
    visibility: hidden;
  }

  iframe {
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
    border: 0;
  }

  .cover {
    position: absolute;
    display: grid;
    overflow: auto;
    isolation: isolate;
    container-type: inline-size;
  }

  .cover:not(:empty) {
    inset: 0;
    background: var(--bytedesk-background, Canvas);
  }

  .strip {
    position: static;
    flex: none;
    border-block-end: 1px solid #8886;
  }

  [part='panel'] {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 1rem;
    max-inline-size: 32rem;
    margin: auto;
    padding: 1.5rem;
    text-align: center;
    text-wrap: balance;
  }

  .strip [part='panel'] {
    align-items: center;
    max-inline-size: none;
    padding: 0.75rem 1rem;
  }

  [part='message'] {
    flex: 1 0 100%;
    margin: 0;
    overflow-wrap: anywhere;
  }

  .strip [part='message'] {
    flex: 0 1 auto;
  }

  [part='message'] > * {
    display: block;
  }

  [part='message'] > :not(b, :empty) {
    margin-block-start: 0.25rem;
  }

  b {
    font-weight: 600;
  }

  :not(.strip) > * > * > * > b {
    font-size: 1.125em;
  }

  [part='action'] {
    box-sizing: border-box;
    min-block-size: 2.5rem;
    padding: 0.5rem 1.25rem;
    border: 1px solid;
    border-radius: var(--bytedesk-radius, 0.5rem);
    color: inherit;
    background: none;
    font: inherit;
    font-weight: 600;
    line-height: 1.375;
    text-decoration: none;
    cursor: pointer;
  }

  button:not(.secondary),
  button[hidden] + a {
    border-color: transparent;
    color: var(--bytedesk-accent-color, #fff);
    background: var(--bytedesk-accent, #1d5fd1);
  }

  /* The outline of what is to come: a list of conversations, beside them one of them. */
  .calm::before {
    position: absolute;
    inset: 0;
    opacity: 0.1;
    background:
      radial-gradient(circle at 2.5rem 2.5rem, currentColor 1.1rem, #0000 1.15rem) 0 0 / 4rem 5rem repeat-y,
      linear-gradient(#0000 1.6rem, currentColor 0 2.2rem, #0000 0 2.9rem, currentColor 0 3.3rem, #0000 0)
        4.5rem 0 / 9rem 5rem repeat-y;
    /* Chrome before 120 has it with this prefix only, and all browsers know that. */
    -webkit-mask: linear-gradient(#000, #0000 45%);
    content: '';
  }

  @media (prefers-reduced-motion: no-preference) {
    .calm::before {
      animation: breathe 2s infinite alternate;
    }
  }

  @keyframes breathe {
    to {
      opacity: 0.05;
    }
  }

  :focus-visible {
    outline: 3px solid var(--bytedesk-color, CanvasText);
    outline-offset: 3px;
  }

  .cover:focus-visible {
    outline-offset: -3px;
  }
`;
