import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono, Next } from 'hono';
import type { TokenRow } from '../state/tokens.js';
import type { StandInUser } from '../state/users.js';

/** Which of a desk's ports a request came in by. */
export type Site = 'all' | 'api' | 'admin' | 'agent';

/** What travels with a request. */
export interface DeskEnv {
  Bindings: HttpBindings & { site: Site };
  Variables: { logId: number; user: StandInUser; row: TokenRow };
}

export type DeskApp = Hono<DeskEnv>;
export type DeskContext = Context<DeskEnv>;
export type DeskNext = Next;
export type DeskHandler = (context: DeskContext) => Response | Promise<Response>;
