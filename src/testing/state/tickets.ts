// The tickets that the API serves.

import { isoDate } from './conversations.js';
import { ORGANIZATION } from './users.js';

/** A ticket. `version` counts its changes: an update that names an older version is a conflict. */
export interface Ticket {
  readonly uid: string;
  title: string;
  description: string;
  priority: string;
  status: string;
  readonly type: string;
  readonly reporter: string;
  assigneeUid: string | null;
  threadUid: string | null;
  version: number;
  readonly createdAtMs: number;
}

const SUBJECTS = [
  'Parcel marked as delivered, not received',
  '发票抬头需要修改',
  'Cannot sign in on the tablet',
  '退款三天未到账',
  'Wrong colour in order 2026-1107',
  'Question about the warranty of a lamp',
];
const STATUSES = ['NEW', 'ASSIGNED', 'PROCESSING', 'PENDING', 'RESOLVED', 'CLOSED'];
const PRIORITIES = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'];
const SEED_COUNT = 23;
const HOUR_MS = 3_600_000;

/** The state that a ticket action leads to, by the last part of its path. */
export const TICKET_ACTIONS: Readonly<Record<string, string>> = {
  claim: 'ASSIGNED',
  start: 'PROCESSING',
  unclaim: 'NEW',
  transfer: 'ASSIGNED',
  hold: 'HOLDING',
  resume: 'PROCESSING',
  pend: 'PENDING',
  reopen: 'REOPENED',
  escalate: 'ESCALATED',
  resolve: 'RESOLVED',
  verify: 'VERIFIED',
  close: 'CLOSED',
  cancel: 'CANCELLED',
};

/** The tickets of the organisation, newest first. */
export class TicketStore {
  #tickets: Ticket[] = [];
  #last = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.reset();
  }

  reset(): void {
    this.#tickets = [];
    this.#last = 0;
    for (let index = SEED_COUNT; index >= 1; index -= 1) {
      this.create({
        title: SUBJECTS[index % SUBJECTS.length] ?? '',
        description: 'Written down by the stand-in desk, nobody is waiting for an answer.',
        priority: PRIORITIES[index % PRIORITIES.length] ?? 'LOW',
        status: STATUSES[index % STATUSES.length] ?? 'NEW',
        reporter: index % 2 ? 'agent@example.com' : 'second@example.com',
        createdAtMs: this.#now() - index * HOUR_MS,
      });
    }
  }

  all(): Ticket[] {
    return [...this.#tickets];
  }

  find(uid: string): Ticket | undefined {
    return this.#tickets.find((ticket) => ticket.uid === uid);
  }

  create(values: Partial<Ticket> & Pick<Ticket, 'title' | 'reporter'>): Ticket {
    this.#last += 1;
    const ticket: Ticket = {
      uid: `ticket-${this.#last}`,
      description: '',
      priority: 'LOW',
      status: 'NEW',
      type: 'AGENT',
      assigneeUid: null,
      threadUid: null,
      version: 0,
      createdAtMs: this.#now(),
      ...values,
    };
    this.#tickets.unshift(ticket);
    return ticket;
  }

  remove(uid: string): void {
    this.#tickets = this.#tickets.filter((ticket) => ticket.uid !== uid);
  }
}

/** Gives a ticket as the API shows it. */
export function publicTicket(ticket: Ticket): Record<string, unknown> {
  const { createdAtMs, ...rest } = ticket;
  return { ...rest, orgUid: ORGANIZATION.uid, createdAt: isoDate(createdAtMs) };
}
