import { createHash, timingSafeEqual } from 'node:crypto';
import type { HostUser } from '../../src/server.js';

/** A user of the host app. The password is a fake that the sign-in page tells; a real host app keeps a slow hash. */
interface Account extends HostUser {
  readonly name: string;
  readonly password: string;
}

/** Whoever is signed in, without the password. */
export type AppUser = Pick<Account, 'id' | 'name'>;

/** Each has the desk's login at the same place of the list of logins. */
export const ACCOUNTS: readonly Account[] = [
  { id: 'lin', name: 'Lin Tang', password: 'fake-password-lin' },
  { id: 'mei', name: 'Mei Sato', password: 'fake-password-mei' },
];

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const withoutPassword = ({ id, name }: AppUser): AppUser => ({ id, name });

export function userOf(id: string | undefined): AppUser | undefined {
  return ACCOUNTS.map(withoutPassword).find((account) => account.id === id);
}

/** Takes as long for a name that nobody has as for a wrong password. */
export function checkPassword(username: string, password: string): AppUser | undefined {
  const account = ACCOUNTS.find(({ id }) => id === username.trim().toLowerCase());
  const isRight = timingSafeEqual(digest(password), digest(account?.password ?? ''));
  return account !== undefined && isRight ? withoutPassword(account) : undefined;
}
