// The users of the stand-in desk.

/** A right of a user in the stand-in desk. The real desk has many more; these are the ones that change an answer. */
export type Right = (typeof RIGHTS)[number];

export const RIGHTS = ['user:read', 'ticket:read', 'ticket:write', 'token:manage', 'console:admin'] as const;

/** A user of the stand-in desk. Passwords are fakes, and are kept in clear text on purpose. */
export interface StandInUser {
  readonly uid: string;
  readonly username: string;
  readonly password: string;
  readonly nickname: string;
  readonly mobile: string;
  readonly rights: readonly Right[];
  /**
   * False if the user is switched off for the whole desk: the login then says "wrong user or password", and a live
   * token gets 403.
   */
  readonly enabled: boolean;
  /** Whether the user is deleted: a live token then gets 401. */
  readonly deleted: boolean;
  /** Whether an administrator has disabled the user as a member: the login then answers HTTP 200 with `code` 403. */
  readonly memberDisabled: boolean;
  /** Whether the user is asked for a second factor, if the desk has two-factor sign-in switched on. */
  readonly twoFactor: boolean;
}

/** A user as the options give it: everything but name and password has a default. */
export type StandInUserOptions = Pick<StandInUser, 'username' | 'password'> & Partial<StandInUser>;

/** The one organisation of the stand-in desk. Every other `orgUid` is a foreign one. */
export const ORGANIZATION = { uid: 'org-stand-in', name: 'Stand-in Ltd.' } as const;

const AGENT_RIGHTS: readonly Right[] = ['user:read', 'ticket:read', 'ticket:write'];
const ADMIN_RIGHTS: readonly Right[] = [...AGENT_RIGHTS, 'token:manage', 'console:admin'];

/** The users with whom a desk starts when the options give none. */
export const DEFAULT_USERS: readonly StandInUserOptions[] = [
  { username: 'agent@example.com', password: 'not-a-secret-agent', nickname: 'Lin', mobile: '13800000001' },
  { username: 'second@example.com', password: 'not-a-secret-second', nickname: 'Mei', mobile: '13800000002' },
  {
    username: 'admin@example.com',
    password: 'not-a-secret-admin',
    nickname: 'Admin',
    mobile: '13800000003',
    rights: ADMIN_RIGHTS,
  },
  {
    username: 'limited@example.com',
    password: 'not-a-secret-limited',
    nickname: 'Bo',
    mobile: '13800000004',
    rights: ['user:read'],
  },
  {
    username: 'norights@example.com',
    password: 'not-a-secret-norights',
    nickname: 'Wen',
    mobile: '13800000005',
    rights: [],
  },
  {
    username: 'disabled@example.com',
    password: 'not-a-secret-disabled',
    nickname: 'Old',
    mobile: '13800000006',
    enabled: false,
  },
  {
    username: 'twofactor@example.com',
    password: 'not-a-secret-twofactor',
    nickname: 'Yan',
    mobile: '13800000007',
    twoFactor: true,
  },
];

/** The users of one desk, by name. Names are compared in lower case, as tokens hold them. */
export class UserStore {
  readonly #users = new Map<string, StandInUser>();
  readonly #seed: readonly StandInUserOptions[];

  constructor(seed: readonly StandInUserOptions[] = DEFAULT_USERS) {
    this.#seed = seed;
    this.reset();
  }

  /** Restores every user to the state in which the desk started. */
  reset(): void {
    this.#users.clear();
    for (const [index, user] of this.#seed.entries()) this.#add(user, index);
  }

  all(): StandInUser[] {
    return [...this.#users.values()];
  }

  find(username: string): StandInUser | undefined {
    return this.#users.get(username.trim().toLowerCase());
  }

  /** Changes a user. Throws if there is none of that name. */
  update(username: string, change: Partial<Omit<StandInUser, 'uid' | 'username'>>): StandInUser {
    const user = this.find(username);
    if (!user) throw new Error(`The stand-in desk has no user "${username}".`);
    const changed = { ...user, ...change, uid: user.uid, username: user.username };
    this.#users.set(user.username, changed);
    return changed;
  }

  #add(user: StandInUserOptions, index: number): void {
    const username = user.username.trim().toLowerCase();
    this.#users.set(username, {
      uid: `user-${index + 1}`,
      nickname: username,
      mobile: '',
      rights: AGENT_RIGHTS,
      enabled: true,
      deleted: false,
      memberDisabled: false,
      twoFactor: false,
      ...user,
      username,
    });
  }
}

/** Gives a user as the desk's API shows it, without the password. */
export function publicUser(user: StandInUser): Record<string, unknown> {
  const admin = user.rights.includes('console:admin');
  const role = { uid: admin ? 'role-admin' : 'role-agent', name: admin ? 'ROLE_ADMIN' : 'ROLE_AGENT' };
  return {
    uid: user.uid,
    username: user.username,
    nickname: user.nickname,
    avatar: '',
    email: user.username,
    mobile: user.mobile,
    platform: 'BYTEDESK',
    enabled: user.enabled,
    currentOrganization: ORGANIZATION,
    currentRoles: [role],
    userOrganizationRoles: [{ organization: ORGANIZATION, roles: [role] }],
    authorities: user.rights.map((right) => ({ authority: AUTHORITIES[right] })),
  };
}

const AUTHORITIES: Record<Right, string> = {
  'user:read': 'USER_READ',
  'ticket:read': 'TICKET_READ',
  'ticket:write': 'TICKET_UPDATE',
  'token:manage': 'TOKEN_UPDATE',
  'console:admin': 'ROLE_ADMIN',
};
