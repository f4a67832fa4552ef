// Collects the facts of an element, its page and its desk. Each question has an end of its own, all of them together take
// less than five seconds. There is one request to the desk, and one look at the token URL that cannot use up a login.

import { verdictOf } from '../api/desk-answer.js';
import { shared } from '../copies.js';
import { withDeadline } from '../deadline.js';
import { featurePolicy, queryAll, read } from '../dom.js';
import { parseLanguage } from '../language.js';
import { hasPageSettings, pageSettings } from '../settings/page-settings.js';
import type { ConsoleAttributes, SourceAttributes } from '../settings/resolve.js';
import { namesServer, namesTokenUrl } from '../settings/trust.js';
import { parseUrl } from '../url/parse-url.js';
import { isPrivateHost, isSameSite } from './network.js';
import { placeOf } from './place.js';
import { isRefused, ruleFor } from './policy.js';
import { differences, settingsOf, settingsOfTags, tagOf } from './settings-facts.js';
import { baseOf, shown } from './shown.js';
import type { ElementFacts, LookFacts, PageFacts, Patient, AddressFacts, ProbeFacts, Rule } from './types.js';
import { type Violation, violations } from './violations.js';

/** Milliseconds for each question. */
const QUESTION_MS = 4_000;

/** An element of this library, by the members that the doctor reads. */
export interface Examined extends HTMLElement {
  readonly patient: Patient;
  readonly sourceAttributes: SourceAttributes;
  readonly consoleAttributes?: ConsoleAttributes;
  readonly terms: { readonly lang: string };
  readonly ownLanguage: string;
  readonly needsToken: boolean;
  readonly renewBeforeMs?: number;
  readonly waitsForViewport?: boolean;
  readonly state?: string;
  readonly evidence?: string;
  readonly delivery?: unknown;
  readonly storage?: unknown;
  readonly mode?: unknown;
}

/** How the script file came by this one, see `load-beside.ts`; `unknown` in a bundle. */
const loadedBy: 'script' | 'import' | 'unknown' = (() => {
  const isFile = typeof __IS_DOCTOR_FILE__ !== 'undefined';
  if (!isFile) return 'unknown';
  return read('currentScript') === null ? 'import' : 'script';
})();

declare const __IS_DOCTOR_FILE__: boolean | undefined;

const metaPolicies = (): string[] =>
  queryAll<HTMLMetaElement>('meta[http-equiv]').flatMap((meta) =>
    /^content-security-policy$/i.test(meta.httpEquiv) ? [meta.content] : [],
  );

const NATIVE = /\[native code\]/;

/** Functions that this library uses, where another script's stands in their place. */
function replacedBuiltIns(): string[] {
  const names: Readonly<Record<string, unknown>> = {
    fetch: globalThis.fetch,
    setTimeout: globalThis.setTimeout,
    addEventListener: globalThis.addEventListener,
    'Array.from': Array.from,
    'JSON.stringify': JSON.stringify,
    'Date.now': Date.now,
    Promise,
    'document.createElement': Reflect.get(Document.prototype, 'createElement'),
    attachShadow: Reflect.get(Element.prototype, 'attachShadow'),
  };
  const replaced = Object.entries(names).filter(
    ([, it]) => typeof it === 'function' && !NATIVE.test(Function.prototype.toString.call(it)),
  );
  const added = [String, Array, Object].filter(({ prototype }) => 'toJSON' in prototype);
  return [...replaced.map(([name]) => name), ...added.map(({ name }) => `${name}.prototype.toJSON`)];
}

function isStorageBlocked(): boolean {
  try {
    const name = 'bytedesk-embed:doctor';
    localStorage.setItem(name, '1');
    localStorage.removeItem(name);
    return false;
  } catch {
    return true;
  }
}

function trustedTypesState(violations: readonly Violation[]): PageFacts['trustedTypes'] {
  if (!('trustedTypes' in globalThis)) return 'absent';
  const isOurs = ({ directive, source }: Violation): boolean =>
    /trusted-types/.test(directive) && /bytedesk/.test(source);
  if (violations.some(isOurs)) return 'refused';
  if (loadedBy === 'script') return 'free';
  const isEnforced = metaPolicies().some((policy) => /require-trusted-types-for/i.test(policy));
  return isEnforced || loadedBy === 'import' ? 'enforced' : 'unknown';
}

/** The facts of the page. */
export function examinePage(): PageFacts {
  const settings = pageSettings();
  const tags = settingsOfTags();
  const { isWarned, copies } = shared();
  const blocks = queryAll('[data-bytedesk]:not(a)');
  const isTag = queryAll<HTMLScriptElement>('script[data-server]').some(
    ({ dataset }) => dataset['server']?.trim().replace(/\/+$/, '') === settings.server,
  );
  const features = {
    'custom states': typeof ElementInternals === 'function' && 'states' in ElementInternals.prototype,
    'adopted style sheets': 'adoptedStyleSheets' in Document.prototype,
    checkVisibility: 'checkVisibility' in Element.prototype,
  };
  return {
    origin: self.origin,
    hosts: [...new Set([self.origin, ...(location.ancestorOrigins ?? [])])].join(' '),
    settings: {
      from: !hasPageSettings() ? 'none' : isTag ? 'tag' : 'configure',
      namesServer: namesServer(settings),
      namesTokenUrl: namesTokenUrl(settings),
      isRefused: isWarned === true,
      tagsDiffer: new Set(tags).size > 1,
      differences: differences(),
    },
    copies: copies?.size ?? null,
    isDefined: customElements.get('bytedesk-workspace') !== undefined,
    elements: queryAll('bytedesk-workspace, bytedesk-login-button').length,
    emptyBlocks: blocks.filter(
      (block) => !/bytedesk-/.test([...block.children].map(({ localName }) => localName).join()),
    ).length,
    missingFeatures: Object.entries(features).flatMap(([name, isThere]) => (isThere ? [] : [name])),
    replacedBuiltIns: replacedBuiltIns(),
    isHidden:
      document.visibilityState !== 'visible' ||
      (document as { prerendering?: boolean }).prerendering === true,
    isOnline: navigator.onLine,
    isIsolated: globalThis.crossOriginIsolated,
    isStorageBlocked: isStorageBlocked(),
    trustedTypes: trustedTypesState(violations),
  };
}

/** Asks a question that ends. */
async function ask<T>(
  question: (signal: AbortSignal) => Promise<T>,
): Promise<T | { readonly kind: 'timeout' | 'network' }> {
  try {
    return await withDeadline(question, { timeoutMs: QUESTION_MS });
  } catch (error) {
    return { kind: (error as { code?: unknown }).code === 'timeout' ? 'timeout' : 'network' };
  }
}

/** One probe for each session: elements that share one share its answer, too. */
const probes = new WeakMap<object, Promise<ProbeFacts>>();

function probe(patient: Patient, api: URL): Promise<ProbeFacts> {
  const { trace } = patient;
  const running =
    probes.get(trace) ??
    ask<ProbeFacts>(async (signal) => {
      const begun = performance.now();
      const answer = await patient.ask(api, signal);
      return {
        kind: 'answer',
        status: answer.status,
        ms: performance.now() - begun,
        deskCode: answer.envelope === null ? null : (answer.envelope.code ?? verdictOf(answer)),
      };
    });
  probes.set(trace, running);
  return running.finally(() => probes.delete(trace));
}

/**
 * Looks at the token URL without cookies, so that nobody is signed in for it and no login can be used up: by OPTIONS, or
 * at another origin by HEAD, which needs no preflight.
 */
async function look(url: string): Promise<{ readonly look: LookFacts; readonly hostNow: number | null }> {
  const isForeign = parseUrl(url)?.origin !== self.origin;
  let hostNow: number | null = null;
  const answer = await ask<LookFacts>(async (signal) => {
    const init = {
      method: isForeign ? 'HEAD' : 'OPTIONS',
      credentials: 'omit',
      redirect: 'manual',
      cache: 'no-store',
    } as const;
    const { type, status, headers } = await fetch(url, { ...init, signal });
    if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return { kind: 'redirect' };
    const date = Date.parse(headers.get('date') ?? '');
    if (type === 'basic' && !Number.isNaN(date)) hostNow = date;
    return {
      kind: 'answer',
      status,
      isHtml: status < 400 && /html/i.test(headers.get('content-type') ?? ''),
      type: /^[\w.+-]{1,40}\/[\w.+-]{1,40}/.exec(headers.get('content-type') ?? '')?.[0] ?? '',
    };
  });
  return { look: answer, hostNow };
}

async function localNetworkPermission(): Promise<PermissionState | null> {
  for (const name of ['local-network-access', 'local-network']) {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      // A browser that does not know it.
    }
  }
  return null;
}

function addressFactsOf(
  { server, api }: { readonly server: URL; readonly api: URL },
  path: string | undefined,
): AddressFacts {
  const page = parseUrl(self.origin) ?? server;
  return {
    server: baseOf(server),
    api: baseOf(api),
    console: `${baseOf(server)}/${/^\/?admin\b/.test(path ?? '') ? 'admin' : 'agent'}/`,
    origins: { server: server.origin, api: api.origin },
    isOwnOrigin: server.origin === self.origin,
    isSameSite: isSameSite(page, server),
    isPrivate: isPrivateHost(server.hostname) || isPrivateHost(api.hostname),
    isPagePrivate: isPrivateHost(page.hostname),
  };
}

/** Judges an element's desk by the page's own policies. */
function policyOf(
  element: Examined,
  servers: { readonly server: URL; readonly api: URL } | null,
  tokenUrl: string | null,
): ElementFacts['policy'] {
  const metas = metaPolicies();
  const refuses = (names: readonly string[], url: URL | undefined): boolean =>
    url !== undefined && isRefused(metas, names, url, self.origin);
  const hasSeen = (directive: string, ...urls: (URL | undefined)[]): boolean =>
    violations.some(
      (seen) => seen.directive.startsWith(directive) && urls.some((url) => url?.origin === seen.origin),
    );
  const { server, api } = servers ?? {};
  const token = tokenUrl === null ? undefined : parseUrl(tokenUrl);
  const connected = [api, token].filter((url) => url !== undefined);
  const refused = connected.filter(
    (url) => hasSeen('connect-src', url) || refuses(['connect-src', 'default-src'], url),
  );
  const isFrameRefused =
    hasSeen('frame-src', server) || refuses(['frame-src', 'child-src', 'default-src'], server);
  return {
    frame: isFrameRefused ? false : null,
    connect: refused.length > 0 ? false : null,
    form: refuses(['form-action'], server) ? false : null,
    deniedFeatures: deniedFeatures(element),
    ...(servers && { rules: rulesOf(servers, refused) }),
  };
}

function rulesOf(
  { server }: { readonly server: URL },
  refused: readonly URL[],
): ElementFacts['policy']['rules'] {
  const policies = [...metaPolicies(), ...violations.map(({ policy }) => policy)];
  const rule = (names: readonly string[], urls: readonly URL[]): Rule =>
    ruleFor(policies, names, urls, self.origin);
  return {
    frame: rule(['frame-src', 'child-src', 'default-src'], [server]),
    connect: {
      ...rule(['connect-src', 'default-src'], refused),
      ...(refused.length > 0 && { desk: [...new Set(refused.map(({ origin }) => origin))].join(' ') }),
    },
    form: rule(['form-action'], [server]),
  };
}

function deniedFeatures({ consoleAttributes }: Examined): string[] | null {
  const policy = featurePolicy();
  if (!policy?.features) return null;
  const wanted = (consoleAttributes?.allow ?? '').split(';').map((part) => part.trim().split(/\s+/)[0] ?? '');
  const known = policy.features();
  return wanted.filter((name) => known.includes(name) && !policy.allowsFeature(name));
}

function unknownLanguage({ ownLanguage, terms }: Examined): string | null {
  if (ownLanguage === '' || parseLanguage(ownLanguage).language === parseLanguage(terms.lang).language)
    return null;
  return tagOf(ownLanguage) || '?';
}

const timeOf = (date: Date | null | undefined): number | null => date?.getTime() ?? null;

/** The facts of one element. */
export async function examineElement(element: Examined, name: string): Promise<ElementFacts> {
  const { patient } = element;
  const { servers, settingsError } = settingsOf(element);
  const { provider } = element.sourceAttributes;
  const tokenUrl = provider === null ? (patient.settings?.tokenUrl ?? null) : null;
  const [answer, looked, localNetwork] = await Promise.all([
    servers === null ? ({ kind: 'none' } as const) : probe(patient, servers.api),
    tokenUrl === null ? { look: { kind: 'none' } as const, hostNow: null } : look(tokenUrl),
    withDeadline(localNetworkPermission, { timeoutMs: QUESTION_MS }).catch(() => null),
  ]);
  // A decision that was made meanwhile counts.
  const { state, info, hasToken, trace, error, bridge } = element.patient;
  return {
    name,
    isWorkspace: element.localName === 'bytedesk-workspace',
    state: element.state ?? '',
    evidence: element.evidence ?? 'none',
    isBridged: element.delivery === 'bridge',
    isEphemeral: element.storage === 'ephemeral',
    isForm: element.mode === 'form',
    isByHand: !element.needsToken,
    addresses: servers && addressFactsOf(servers, element.consoleAttributes?.path),
    settingsError,
    error,
    session: {
      state,
      hasToken,
      source: provider !== null ? 'provider' : tokenUrl === null ? 'none' : 'url',
      tokenUrl: tokenUrl === null ? null : shown(tokenUrl),
      isTokenUrlForeign: tokenUrl !== null && parseUrl(tokenUrl)?.origin !== self.origin,
      issuedAt: timeOf(info?.issuedAt),
      expiresAt: timeOf(info?.expiresAt),
      renewBeforeMs: element.renewBeforeMs ?? 0,
    },
    bridge,
    trace: [...trace],
    place: placeOf(element),
    unknownLanguage: unknownLanguage(element),
    policy: policyOf(element, servers, tokenUrl),
    localNetwork,
    probe: answer,
    look: looked.look,
    now: Date.now(),
    hostNow: looked.hostNow,
  };
}
