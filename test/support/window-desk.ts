import type { TokenProvider } from '../../src/api/token-provider.js';
import type { TestDesk } from './desk.js';
import { closeOtherWindows } from './input.js';
import { type ButtonSettings, watchConsoles } from './windows.js';
import { issueToken, SharedDesk } from './workspace.js';

/** A desk whose consoles tell what they see of the page that opened them. No window outlives its test. */
export class WindowDesk {
  readonly #shared = new SharedDesk();
  #token = '';

  constructor() {
    before(async () => {
      await watchConsoles(this.desk);
      this.#token = await issueToken(this.desk);
    });
    beforeEach(closeOtherWindows);
    afterEach(closeOtherWindows);
  }

  get desk(): TestDesk {
    return this.#shared.desk;
  }

  /** The agent's; there in tests. */
  get token(): string {
    return this.#token;
  }

  /** Settings of a login button. */
  button(more: ButtonSettings = {}): ButtonSettings {
    return { server: this.desk.url, path: '/agent/chat?uid=7#top', token: this.token, ...more };
  }
}

/** A provider that answers when it is told to. */
export function lateProvider(): {
  tokenProvider: TokenProvider;
  asked: () => number;
  give(answer: string): void;
} {
  const waiting: ((answer: string) => void)[] = [];
  let asked = 0;
  const tokenProvider: TokenProvider = () => {
    asked += 1;
    return new Promise((resolve) => waiting.push(resolve));
  };
  return {
    tokenProvider,
    asked: () => asked,
    give: (answer) => waiting.splice(0).forEach((end) => end(answer)),
  };
}
