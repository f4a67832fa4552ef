import { existsSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';
import { readJson } from './request-body.mjs';

const PREFIX = '/__test__/desks';
const SOURCE = new URL('../../src/testing.ts', import.meta.url);

let loading;
function loadDesk() {
  if (!existsSync(SOURCE)) throw new Error('src/testing.ts does not exist');
  return (loading ??= tsImport(SOURCE.href, import.meta.url));
}

// Below the range from which systems give free ports, above what browsers refuse to talk to.
const FIRST_PORT = 12_000;
const PORTS = 18_000;

/**
 * Starts and stops stand-in desks for browser tests, each on a port of its own on 127.0.0.1. No port is used twice: a
 * browser keeps what a console has stored, and the next desk of that port would find somebody signed in.
 */
export function deskFarm({ load = loadDesk, random = Math.random } = {}) {
  const desks = new Map();
  let last = 0;
  // Two runs at a time should not meet.
  let nextPort = FIRST_PORT + Math.floor(random() * PORTS * 0.8);

  async function open(options) {
    const { createStandInDesk } = await load();
    const desk = await createStandInDesk({ port: nextPort++, ...options });
    // It may have had to go on from a port that was taken.
    nextPort = Math.max(nextPort, Number(new URL(desk.url).port) + 1);
    const id = String(++last);
    desks.set(id, desk);
    return { id, url: desk.url, api: desk.api, users: desk.users };
  }

  async function close(id) {
    const desk = desks.get(id);
    desks.delete(id);
    await desk?.close();
  }

  return {
    name: 'desk-farm',
    async serve(context) {
      if (!context.path.startsWith(PREFIX)) return;
      try {
        if (context.path === PREFIX && context.method === 'POST') {
          return json(await open(await readJson(context)));
        }
        if (context.method === 'DELETE') {
          await close(context.path.slice(PREFIX.length + 1));
          return json({ closed: true });
        }
      } catch (error) {
        context.status = error.status ?? 500;
        return json({ message: error.stack });
      }
    },
    serverStop: () => Promise.all([...desks.keys()].map(close)),
  };
}

const json = (value) => ({ body: JSON.stringify(value), type: 'json' });
