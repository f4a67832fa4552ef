import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
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

  :host([hidden]) {
    display: none;
  }

  iframe {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    border: 0;
  }

  .cover {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    padding: 1.5rem;
    overflow: auto;
    background: var(--bytedesk-background, Canvas);
  }

  .cover[hidden] {
    display: none;
  }

  [part='panel'] {
    display: grid;
    justify-items: center;
    gap: 1rem;
    max-inline-size: 32rem;
    text-align: center;
  }

  [part='message'] {
    margin: 0;
    overflow-wrap: anywhere;
  }

  [part='action'] {
    min-block-size: 2.5rem;
    padding-inline: 1.25rem;
    border: 1px solid transparent;
    border-radius: 0.5rem;
    color: var(--bytedesk-accent-color, #fff);
    background: var(--bytedesk-accent, #1d5fd1);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }

  [part='action']:focus-visible {
    outline: 3px solid var(--bytedesk-accent, #1d5fd1);
    outline-offset: 3px;
  }
`;
