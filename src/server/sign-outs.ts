// Puts requests and sign-outs in order, so that no request gets a token after its user has signed out meanwhile.

import { Refusal } from './answers.js';

/** How far apart the clocks of two machines may be. Events that lie closer together have no order. */
const DOUBT_MS = 2000;

/** A noted sign-out of a user. */
export interface SignOut {
  /** The time by the clock of the machine that noted it, milliseconds since 1970. */
  readonly atMs: number;
  /** The process that noted it. */
  readonly by: string;
  /** Its number in the order of that process. */
  readonly turn: number;
}

/** The moment at which a request came in. */
export interface Arrival {
  /** The time by this machine's clock, milliseconds since 1970. */
  readonly atMs: number;
  /** Its number in the order of this process. */
  readonly turn: number;
  /** Whether the shared storage answered at that time. */
  readonly storageAnswered: Promise<boolean>;
}

/** The sign-outs of a user that this process can see. */
export interface KnownSignOuts {
  /** False while the shared storage is down, since other machines may have noted further ones. */
  readonly isComplete: boolean;
  readonly list: readonly SignOut[];
}

let turns = 0;
let ownId: string | undefined;

/** Gives the next number in the order of this process. A clock may stand still or jump; this number does neither. */
export function nextTurn(): number {
  turns += 1;
  return turns;
}

export function signOutNow(atMs: number): SignOut {
  // The id is not made when the module is loaded, because Cloudflare's workers refuse random numbers then.
  ownId ??= crypto.randomUUID();
  return { atMs, by: ownId, turn: nextTurn() };
}

/** True if the user signed out, or may have signed out, after the request came in. */
export function isOvertaken(arrival: Arrival, { list }: KnownSignOuts): boolean {
  return list.some((signOut) => orderOf(arrival, signOut) !== 'earlier');
}

/**
 * Refuses a request whose user has signed out since it came in.
 * @throws Refusal `unauthorized`, or `sign-out-in-doubt` where the order cannot be known
 */
export async function checkSignOuts(arrival: Arrival, known: KnownSignOuts, nowMs: number): Promise<void> {
  const orders = known.list.map((signOut) => orderOf(arrival, signOut));
  if (orders.includes('later')) throw new Refusal('unauthorized');
  if (orders.includes('unclear')) {
    const endsMs = Math.max(...known.list.map(({ atMs }) => atMs)) + DOUBT_MS - nowMs;
    throw new Refusal('sign-out-in-doubt', Math.min(Math.max(endsMs, 1), 2 * DOUBT_MS));
  }
  // If the storage went away after the request came in, it may hold a sign-out that this process has not seen. If it
  // was away before, each machine decides by what it knows.
  if (!known.isComplete && (await arrival.storageAnswered)) throw new Refusal('sign-out-in-doubt', 1);
}

/** Tells whether a sign-out has been noted between two reads. */
export function hasNewer(before: KnownSignOuts, after: KnownSignOuts): boolean {
  const isKnown = ({ by, turn }: SignOut): boolean =>
    before.list.some((signOut) => signOut.by === by && signOut.turn === turn);
  return !after.list.every(isKnown);
}

function orderOf(arrival: Arrival, { atMs, by, turn }: SignOut): 'earlier' | 'later' | 'unclear' {
  if (by === ownId) return turn < arrival.turn ? 'earlier' : 'later';
  const apartMs = atMs - arrival.atMs;
  if (Math.abs(apartMs) < DOUBT_MS) return 'unclear';
  return apartMs < 0 ? 'earlier' : 'later';
}
