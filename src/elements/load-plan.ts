import { supportsCredentialless } from '../relay/console-frame.js';
import { framePermissions } from '../relay/frame-permissions.js';
import type { ConsoleStore } from '../session/identity-guard.js';
import type { SessionSettings } from '../session/token-request.js';
import { consoleUrl, type Entry, normalizePath } from '../url/console-url.js';
import { planServers, planSession, type SourceSettings } from './session-plan.js';

/** The attributes that decide what is loaded, as the host page wrote them. */
export interface LoadSettings {
  readonly source: SourceSettings;
  readonly path: string;
  readonly entry: Entry;
  readonly delivery?: 'url' | 'bridge';
  /** The element's own `lang`, not an inherited one; empty for none. */
  readonly lang: string;
  readonly ephemeral: boolean;
  readonly allow: string;
  readonly sandbox: string;
  /** A console without a token is another one than a console with one. */
  readonly hasToken: boolean;
}

/** What a load of the console needs, checked; the token comes last. */
export interface LoadPlan {
  /** Checked console path with a leading slash, never with a token. */
  readonly path: string;
  readonly origin: string;
  readonly session: SessionSettings;
  readonly allow: string;
  readonly sandbox: string;
  readonly ephemeral: boolean;
  readonly hasToken: boolean;
  /** `bridge`: the token is in no address, the bridge takes it by message. */
  readonly delivery: 'url' | 'bridge';
  /** True if the address to load will carry a token. */
  readonly isInAddress: boolean;
  /** The address to load; with a token a secret. */
  url(token: string | null): URL;
  /** Two plans with the same key load the same thing. */
  readonly key: string;
}

/**
 * Checks the settings and makes a plan of them.
 *
 * @throws BytedeskError `invalid-server`, `invalid-path`, `mixed-content` or `untrusted-origin`
 */
export function planLoad(settings: LoadSettings): LoadPlan {
  const { server } = planServers(settings.source);
  const { entry, sandbox, ephemeral, hasToken, delivery = 'url' } = settings;
  const path = normalizePath(settings.path);
  const allow = framePermissions(settings.allow, server.origin);
  const build = (token?: string | null): string =>
    consoleUrl({ server: server.href, path, entry, lang: settings.lang, token });

  return {
    path,
    origin: server.origin,
    session: planSession(settings.source),
    allow,
    sandbox,
    ephemeral,
    hasToken,
    delivery,
    isInAddress: hasToken && delivery === 'url',
    url: (token) => new URL(build(delivery === 'bridge' ? null : token)),
    key: JSON.stringify([build(), entry, allow, sandbox, ephemeral, hasToken, delivery]),
  };
}

/** Where the console that a plan loads keeps its login. */
export const storeOf = ({ origin, ephemeral }: LoadPlan): ConsoleStore => ({
  desk: origin,
  isEphemeral: ephemeral && supportsCredentialless(),
});
