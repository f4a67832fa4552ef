// The types of the desk's routes.

import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono, Next } from 'hono';
import type { TokenRow } from '../state/tokens.js';
import type { StandInUser } from '../state/users.js';
import type { Site } from './site.js';

/** Values that a request carries from handler to handler. */
export interface DeskEnv {
  Bindings: HttpBindings & { site: Site };
  Variables: { logId: number; user: StandInUser; row: TokenRow };
}

export type DeskApp = Hono<DeskEnv>;
export type DeskContext = Context<DeskEnv>;
export type DeskNext = Next;
export type DeskHandler = (context: DeskContext) => Response | Promise<Response>;
