import { after, before, beforeEach } from 'node:test';
import { createStandInDesk, type StandInDesk, type StandInDeskOptions } from '../../src/testing.js';
import type { Scene } from './failures.js';

/** A stand-in desk for the tests of a `describe`, fresh before each of them. */
export class NodeScene implements Scene {
  #desk: StandInDesk | undefined;

  constructor(options: StandInDeskOptions = {}) {
    before(async () => (this.#desk = await createStandInDesk(options)));
    beforeEach(() => {
      this.desk.reset();
      this.desk.clearRequests();
    });
    after(() => this.desk.close());
  }

  get desk(): StandInDesk {
    if (this.#desk === undefined) throw new Error('the desk is there in tests and hooks only');
    return this.#desk;
  }

  get api(): string {
    return this.desk.api;
  }

  /** What reached the desk. */
  get paths(): string[] {
    return this.desk.requests().map(({ method, path }) => `${method} ${path}`);
  }

  async control<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.desk.url}/__stand-in__/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return (await response.json()) as T;
  }
}
