// Captchas and the codes behind them.

import { randomInt, randomUUID } from 'node:crypto';

const LIFE_MS = 5 * 60_000;
const WIDTH = 132;
const HEIGHT = 44;

// People read the picture, so it has no 0/O, 1/I/l, 5/S and 8/B.
const ALPHABET = 'ACDEFHJKLMNPRTUVWXY34679';
const INKS = ['#2457a6', '#8a3b12', '#1d6b4f', '#6b2a7a'];

/** Picture captchas of four characters that are valid for five minutes, as on a ByteDesk server of 2025. */
export class CaptchaStore {
  readonly #codes = new Map<string, { code: string; createdAtMs: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  clear(): void {
    this.#codes.clear();
  }

  create(): { captchaUid: string; captchaImage: string } {
    for (const [uid, entry] of this.#codes) if (!this.#isFresh(entry)) this.#codes.delete(uid);
    const captchaUid = randomUUID();
    const code = Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    this.#codes.set(captchaUid, { code, createdAtMs: this.#now() });
    return { captchaUid, captchaImage: `data:image/svg+xml;base64,${btoa(drawCaptcha(code))}` };
  }

  /** Gives the code behind a picture, for tests that cannot read pictures. */
  codeOf(captchaUid: string): string | undefined {
    return this.#codes.get(captchaUid)?.code;
  }

  check(captchaUid: string, code: string): boolean {
    const entry = this.#codes.get(captchaUid);
    return !!entry && this.#isFresh(entry) && entry.code === code.trim().toUpperCase();
  }

  #isFresh(entry: { createdAtMs: number }): boolean {
    return this.#now() - entry.createdAtMs < LIFE_MS;
  }
}

function drawCaptcha(code: string): string {
  const letters = [...code].map((letter, index) => {
    const x = 20 + index * 31 + randomInt(-3, 4);
    const y = 31 + randomInt(-4, 5);
    const ink = INKS[randomInt(INKS.length)];
    return `<text x="${x}" y="${y}" fill="${ink}" transform="rotate(${randomInt(-18, 19)} ${x} ${y})">${letter}</text>`;
  });
  const lines = Array.from({ length: 4 }, () => {
    const from = `M0 ${randomInt(HEIGHT)}`;
    const through = `Q${randomInt(WIDTH)} ${randomInt(HEIGHT)} ${WIDTH} ${randomInt(HEIGHT)}`;
    return `<path d="${from}${through}" stroke="${INKS[randomInt(INKS.length)]}" fill="none" opacity=".35"/>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">` +
    `<rect width="100%" height="100%" fill="#eef2f7"/>${lines.join('')}` +
    `<g font-family="Georgia, serif" font-size="28" font-weight="700" text-anchor="middle">${letters.join('')}</g></svg>`
  );
}
