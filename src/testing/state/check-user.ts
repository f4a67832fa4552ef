// Checks changes to users, which also come over HTTP.

import { RIGHTS, type StandInUser } from './users.js';

/** A change to a user while the desk runs. */
export type StandInUserChange = Partial<Omit<StandInUser, 'uid' | 'username'>>;

const TEXTS = ['password', 'nickname', 'mobile'];
const FLAGS = ['enabled', 'deleted', 'memberDisabled', 'twoFactor'];

/**
 * Returns the change if every member is known and well-formed. Otherwise it throws a TypeError that names the bad
 * member.
 */
export function checkUserChange(change: object): StandInUserChange {
  for (const [name, value] of Object.entries(change) as [string, unknown][]) {
    const isGood =
      (TEXTS.includes(name) && typeof value === 'string') ||
      (FLAGS.includes(name) && typeof value === 'boolean') ||
      (name === 'rights' && isRights(value));
    if (!isGood) throw new TypeError(`A user's "${name}" cannot be ${JSON.stringify(value)}.`);
  }
  return change;
}

function isRights(value: unknown): boolean {
  const known: readonly unknown[] = RIGHTS;
  return Array.isArray(value) && value.every((right) => known.includes(right));
}
