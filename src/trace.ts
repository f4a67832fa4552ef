/**
 * The flight recorder: the events that a session's elements dispatched, and the session's decisions. It is written in
 * words of our own, so that no token, no name and no address can get into it. Nothing of it is sent anywhere.
 */

/** One event or decision. */
export interface TraceEntry {
  /** The time by the page's clock, milliseconds since 1970. */
  readonly at: number;
  /** Words of this library, such as `state-change loading ready`. */
  readonly what: string;
  /** How often it came in a row; `at` is the last time. */
  readonly times: number;
}

/** How many entries each session keeps, the newest ones. */
const MOST_ENTRIES = 200;

/** The page's place for the listener, which all copies of this library share. */
const LISTENER = Symbol.for('bytedesk-embed.on-trace');

const page = globalThis as { [LISTENER]?: (entry: TraceEntry) => void };

/**
 * Calls back at each entry of every session of this page, in a task of its own. The last listener replaces earlier
 * ones.
 */
export function listenToTrace(listener: (entry: TraceEntry) => void): void {
  page[LISTENER] = listener;
}

/** A word of this library or a number. Unlike tokens and addresses it is short and has no dots. */
const WORD = /^(?!(?:undefined|null|false)$)[\w-]{1,24}$/;

/** Adds an entry, or counts the newest one once more. @param words words that are not ours are left out */
export function note(trace: TraceEntry[], ...words: unknown[]): void {
  const what = words.filter((word) => WORD.test(`${word as string}`)).join(' ');
  const last = trace.at(-1);
  // A console may report the same thing many times, and would push out everything else.
  const isSame = last?.what === what;
  const entry = { at: Date.now(), what, times: isSame ? last.times + 1 : 1 };
  trace.splice(isSame ? -1 : trace.length, 1, entry);
  trace.splice(0, trace.length - MOST_ENTRIES);
  const listener = page[LISTENER];
  // The listener is called later, because one that throws must not end what is being noted.
  if (listener) queueMicrotask(() => listener(entry));
}
