import { Refusal } from './answers.js';

/** How far the clocks of two machines may be apart; what lies closer together has no order. */
const DOUBT_MS = 2000;

/** A noted sign-out of a user. */
export interface SignOut {
  /** By the clock of the machine that noted it, milliseconds since 1970. */
  readonly atMs: number;
  /** The process that noted it. */
  readonly by: string;
  /** Its place in the order of that process. */
  readonly turn: number;
}

/** When a request came in. */
export interface Arrival {
  /** By this machine's clock, milliseconds since 1970. */
  readonly atMs: number;
  /** Its place in the order of this process. */
  readonly turn: number;
  /** Whether the shared storage answered at that time. */
  readonly storageAnswered: Promise<boolean>;
}

/** The sign-outs of a user that can be seen. */
export interface KnownSignOuts {
  /** False while the shared storage is down: other machines may have noted some. */
  readonly isComplete: boolean;
  readonly list: readonly SignOut[];
}

let turns = 0;
let ownId: string | undefined;

/** The next place in the order of this process. A clock may stand still or jump; this does neither. */
export function nextTurn(): number {
  turns += 1;
  return turns;
}

export function signOutNow(atMs: number): SignOut {
  // Not made when the module is loaded: Cloudflare's workers refuse random numbers then.
  ownId ??= crypto.randomUUID();
  return { atMs, by: ownId, turn: nextTurn() };
}

/** True if the user signed out after the request came in, by any of the sign-outs, or may have done so. */
export function isOvertaken(arrival: Arrival, { list }: KnownSignOuts): boolean {
  return list.some((signOut) => orderOf(arrival, signOut) !== 'earlier');
}

/**
 * A request whose user has signed out since it came in gets no token.
 * @throws Refusal `unauthorized`, or `sign-out-in-doubt` where nobody can tell
 */
export async function checkSignOuts(arrival: Arrival, known: KnownSignOuts, nowMs: number): Promise<void> {
  const orders = known.list.map((signOut) => orderOf(arrival, signOut));
  if (orders.includes('later')) throw new Refusal('unauthorized');
  if (orders.includes('unclear')) {
    const endsMs = Math.max(...known.list.map(({ atMs }) => atMs)) + DOUBT_MS - nowMs;
    throw new Refusal('sign-out-in-doubt', Math.min(Math.max(endsMs, 1), 2 * DOUBT_MS));
  }
  // A storage that went away on the way may have been told of a sign-out that nobody here has seen. One that was away
  // before is no reason: then each machine goes by what it knows.
  if (!known.isComplete && (await arrival.storageAnswered)) throw new Refusal('sign-out-in-doubt', 1);
}

/** Whether a sign-out has been noted since some were looked up. */
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
