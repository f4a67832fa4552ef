import { expect, fixture } from '@open-wc/testing';
import type { BytedeskLoginButtonElement } from '../../src/elements/login-button/login-button-element.js';
import type { TestDesk } from './desk.js';
import { clickOn, otherWindows } from './input.js';
import { EventLog, requestsOf, until } from './workspace.js';

/** Runs something inside a real click of the user, where the browser allows windows. */
export async function inClick<T>(run: () => T): Promise<T> {
  const button = document.createElement('button');
  const results: T[] = [];
  button.textContent = 'click';
  button.addEventListener('click', () => results.push(run()));
  document.body.append(button);
  await clickOn(button);
  button.remove();
  return results[0] as T;
}

/** Waits for exactly this many windows besides the test's own. */
export async function untilWindows(count: number): Promise<string[]> {
  let seen: string[] = [];
  await until(
    async () => (seen = await otherWindows()).length === count,
    `${count} windows, but there are ${seen.length}`,
  );
  return seen;
}

/** What a console page saw of the page that opened it. */
export interface Sighting {
  readonly opener: string;
  readonly referrer: string;
  readonly search: string;
  readonly hash: string;
  readonly path: string;
}

/** Makes all consoles of a desk tell what they see, by a request that the desk notes. */
export async function watchConsoles(desk: TestDesk): Promise<void> {
  const source = `fetch('/agent/sighting?' + new URLSearchParams({
    opener: String(opener !== null), referrer: document.referrer,
    path: location.pathname, search: location.search, hash: location.hash }), { keepalive: true });`;
  await desk.control('set', { bridge: { source, allow: [location.origin] } });
}

export async function sightings(desk: TestDesk): Promise<Sighting[]> {
  const requests = await requestsOf(desk);
  return requests
    .filter(({ path }) => path === '/agent/sighting')
    .map(({ query }) => query as unknown as Sighting);
}

/** The first console that came to see the light of a window, once there is one. */
export async function firstSighting(desk: TestDesk): Promise<Sighting> {
  let seen: Sighting[] = [];
  await until(async () => (seen = await sightings(desk)).length > 0, 'a console page ran');
  expect(seen[0]).not.to.equal(undefined);
  return seen[0] as Sighting;
}

export type ButtonSettings = Partial<BytedeskLoginButtonElement> & { readonly token?: string | null };

/** A login button on the page, and its events. */
export async function mountButton(
  settings: ButtonSettings,
): Promise<{ element: BytedeskLoginButtonElement; log: EventLog }> {
  const element = document.createElement('bytedesk-login-button');
  const log = new EventLog(element);
  Object.assign(element, settings);
  const parent = await fixture<HTMLDivElement>(document.createElement('div'));
  parent.append(element);
  await element.updateComplete;
  return { element, log };
}

/** What the user sees of a login button and can activate. */
export const partOf = <T extends HTMLElement = HTMLAnchorElement>(
  element: BytedeskLoginButtonElement,
  part = 'button',
): T | null => element.shadowRoot?.querySelector<T>(`[part="${part}"]:not([hidden])`) ?? null;
