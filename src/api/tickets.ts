// The desk's tickets, as `DeskClient.tickets` offers them.

import { isRecord, unexpectedData } from './desk-answer.js';
import type { DeskQuery } from './desk-path.js';

/** A ticket as the desk describes it. The members are not checked: treat them as outside data. */
export interface Ticket {
  readonly uid?: string;
  readonly title?: string;
  readonly description?: string;
  readonly priority?: string;
  readonly status?: string;
  readonly type?: string;
  readonly [member: string]: unknown;
}

/**
 * The fields for making or changing a ticket. ByteDesk's documentation of 2025 says `content` where the desk has
 * `description`.
 */
export interface TicketFields {
  readonly title?: string;
  readonly description?: string;
  readonly priority?: string;
  readonly status?: string;
  readonly type?: string;
  readonly categoryUid?: string;
  readonly workgroupUid?: string;
  readonly assigneeUid?: string;
  readonly uploadUids?: readonly string[];
  readonly [member: string]: unknown;
}

/** Says which tickets are asked for: those of an organisation, or the user's own. */
export type TicketQuery = DeskQuery & {
  /** Asks for all tickets of this organisation; without it, for the user's own. */
  readonly orgUid?: string;
  /** The number of the page, counted from 0; default 0. */
  readonly pageNumber?: number;
  /** Tickets per page, default 10. */
  readonly pageSize?: number;
};

/** One page of a list, newest first. */
export interface DeskPage<T> {
  readonly content: readonly T[];
  readonly totalElements: number;
  readonly totalPages: number;
  /** The number of this page, counted from 0. */
  readonly number: number;
  readonly size: number;
  readonly first: boolean;
  readonly last: boolean;
  readonly empty: boolean;
}

export interface TicketCallOptions {
  readonly signal?: AbortSignal;
}

/** The part of a client that tickets need. */
export interface TicketCalls {
  get(path: string, options: { readonly query: DeskQuery; readonly signal?: AbortSignal }): Promise<unknown>;
  post(path: string, body: object, options: TicketCallOptions): Promise<unknown>;
}

const PATH = '/api/v1/ticket';

/** The desk's tickets. A user who lacks the right to them gets `forbidden`. */
export class DeskTickets {
  readonly #calls: TicketCalls;

  constructor(calls: TicketCalls) {
    this.#calls = calls;
  }

  /** Fetches a page of an organisation's tickets (`orgUid`), or of the user's own. @throws BytedeskError */
  async query(query: TicketQuery = {}, options: TicketCallOptions = {}): Promise<DeskPage<Ticket>> {
    const path = query.orgUid ? `${PATH}/query/org` : `${PATH}/query/user`;
    return pageOf(await this.#calls.get(path, { ...options, query }));
  }

  /** Makes a ticket, for which the desk needs at least a `title`. @throws BytedeskError */
  async create(fields: TicketFields, options: TicketCallOptions = {}): Promise<Ticket> {
    return ticketOf(await this.#calls.post(`${PATH}/create`, fields, options));
  }

  /** Changes the ticket with this `uid`; rejects with `not-found` if there is none. @throws BytedeskError */
  async update(
    fields: TicketFields & { readonly uid: string },
    options: TicketCallOptions = {},
  ): Promise<Ticket> {
    return ticketOf(await this.#calls.post(`${PATH}/update`, fields, options));
  }

  /** Deletes the ticket with this `uid`; rejects with `not-found` if there is none. @throws BytedeskError */
  async delete(uid: string, options: TicketCallOptions = {}): Promise<void> {
    await this.#calls.post(`${PATH}/delete`, { uid }, options);
  }
}

function ticketOf(data: unknown): Ticket {
  if (!isRecord(data)) throw unexpectedData();
  return data;
}

function pageOf(data: unknown): DeskPage<Ticket> {
  if (!isRecord(data) || !Array.isArray(data['content'])) throw unexpectedData();
  return data as unknown as DeskPage<Ticket>;
}
