// The styles of `<bytedesk-login-button>`.

import { css } from '@lit/reactive-element';

export const styles = css`
  :host {
    display: inline-block;
    font: var(--bytedesk-font, 400 1rem/1.5 system-ui, sans-serif);
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  form {
    margin: 0;
  }

  /* The slot, too: Firefox gives no tap to a text whose slot has no box. */
  [part='button'],
  slot {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
  }

  [part='button'] {
    box-sizing: border-box;
    min-block-size: 2.5rem;
    padding: 0.25rem 1.25rem;
    border: 1px solid transparent;
    border-radius: 0.5rem;
    color: var(--bytedesk-accent-color, #fff);
    background: var(--bytedesk-accent, #1d5fd1);
    font: inherit;
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
  }

  [part='button']:focus-visible {
    outline: 3px solid var(--bytedesk-accent, #1d5fd1);
    outline-offset: 3px;
  }

  [part='button'][aria-busy='true'] {
    cursor: progress;
  }

  :host([disabled]) [part='button'] {
    opacity: 0.6;
    cursor: not-allowed;
  }

  [part='fallback'] {
    display: inline-block;
    margin-block-start: 0.5rem;
  }
`;
