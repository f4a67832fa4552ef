import type { TokenProvider } from '../../src/api/token-provider.js';
import type { BytedeskError } from '../../src/errors.js';
import { Session } from '../../src/session/session.js';
import type { HostAnswer, SessionSubscriber } from '../../src/session/subscribers.js';
import type { SessionSettings } from '../../src/session/token-sources.js';
import { type FakeBrowser, FakePlatform, settle } from './fake-platform.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An unsigned token; `serial` tells tokens apart that are alike otherwise. */
export function token(claims: { iat?: number; exp?: number; username?: string; serial?: number }): string {
  const { iat, exp, username = 'agent@example.com', serial = 0 } = claims;
  const sub = JSON.stringify({ platform: 'bytedesk', username });
  const payload = { sub, serial, ...(iat && { iat: iat / 1000 }), ...(exp && { exp: exp / 1000 }) };
  return `${base64url({ alg: 'HS384' })}.${base64url(payload)}.signature`;
}

/** A member that notes what it is told. */
export class Witness implements SessionSubscriber {
  readonly needs = { wantsToken: true, renewBeforeMs: MINUTE, checkIntervalMs: 0 };
  readonly log: string[] = [];
  /** The tokens whose end it was told. */
  readonly ended: string[] = [];
  answer: (expiresAt: Date, secondsLeft: number) => HostAnswer = () => ({ isDeclined: false });
  /** Is called with each change, as an element would react to it. */
  onChange = (): void => undefined;
  readonly #session: Session;
  #last = '';

  constructor(session: Session, needs: Partial<SessionSubscriber['needs']> = {}) {
    this.#session = session;
    Object.assign(this.needs, needs);
  }

  sessionChanged(): void {
    const { state, version } = this.#session;
    if (this.#last === `${state} ${version}`) return;
    this.#last = `${state} ${version}`;
    this.log.push(state);
    if (state === 'expired') this.ended.push(this.#session.token ?? '');
    this.onChange();
  }

  async tokenExpiring(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> {
    this.log.push(`expiring ${secondsLeft}`);
    return this.answer(expiresAt, secondsLeft);
  }

  reportError(error: BytedeskError): void {
    this.log.push(`failed ${error.code}`);
  }

  pageFrozen(isFrozen: boolean): void {
    this.log.push(isFrozen ? 'frozen' : 'thawed');
  }
}

export interface SceneOptions {
  readonly browser?: FakeBrowser;
  readonly now?: number;
  readonly provider?: TokenProvider | null;
  readonly needs?: Partial<SessionSubscriber['needs']>;
  /** Takes part at once. */
  readonly joins?: boolean;
}

/** A session with one member, in a platform that the test drives. */
export class Scene {
  readonly platform: FakePlatform;
  readonly session: Session;
  readonly witness: Witness;
  /** The reasons of the requests made. */
  readonly asked: string[] = [];
  #serial = 0;

  constructor({ browser, now, provider = null, needs = {}, joins = true }: SceneOptions = {}) {
    this.platform = new FakePlatform(browser, now);
    this.session = new Session(this.platform);
    this.session.setSource(this.settings(provider));
    this.witness = new Witness(this.session, needs);
    if (joins) this.session.add(this.witness);
  }

  settings(provider: TokenProvider | null): SessionSettings {
    const asking: TokenProvider | null =
      provider &&
      (async (request) => {
        this.asked.push(request.reason);
        // The first request is made while the test has no scene to ask yet.
        await Promise.resolve();
        return provider(request);
      });
    return {
      desk: 'https://desk.example.com',
      api: new URL('https://desk.example.com'),
      provider: asking,
      tokenUrl: null,
      credentials: 'same-origin',
    };
  }

  get now(): number {
    return this.platform.wall;
  }

  get log(): string[] {
    return this.witness.log;
  }

  /** A token that lives this long from now, another one each time. */
  token(lifeMs: number, username?: string): string {
    this.#serial += 1;
    return token({ iat: this.now, exp: this.now + lifeMs, username, serial: this.#serial });
  }

  async use(value: string): Promise<void> {
    this.session.use(value);
    await settle();
  }

  pass(ms: number): Promise<void> {
    return this.platform.pass(ms);
  }
}

/** A scene with a provider that gives tokens of this life, counted from when it is asked. */
export function renewing(lifeMs: number): Scene {
  const scene: Scene = new Scene({ provider: () => scene.token(lifeMs) });
  return scene;
}
