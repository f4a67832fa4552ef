import { RIGHTS, type StandInUser } from './users.js';

/** What of a user can be changed while the desk runs. */
export type StandInUserChange = Partial<Omit<StandInUser, 'uid' | 'username'>>;

const TEXTS = ['password', 'nickname', 'mobile'];
const FLAGS = ['enabled', 'deleted', 'memberDisabled', 'twoFactor'];

/** Returns the change if every member is known and well-formed, else throws a TypeError that names the bad one. */
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
