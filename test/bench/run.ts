// npm run bench [-- --only NAME --quick --seconds N --json FILE]
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Row } from './bench.js';
import { bench as bridgedSignIn } from './bridged-sign-in.js';
import { bench as bytes } from './bytes.js';
import { bench as endpointBurst } from './endpoint-burst.js';
import { bench as endpointMemory } from './endpoint-memory.js';
import { bench as endpointRedis } from './endpoint-redis.js';
import { bench as endpointThroughput } from './endpoint-throughput.js';
import { bench as frameRequest } from './frame-request.js';
import { bridgeCost, cycles, idle, manyWorkspaces, relay } from './in-page.js';
import { bench as mainThread } from './main-thread.js';
import { bench as mixedLoad } from './mixed-load.js';
import { bench as repeatVisit } from './repeat-visit.js';

const BENCHES: readonly Bench[] = [
  bytes,
  frameRequest,
  repeatVisit,
  bridgedSignIn,
  mainThread,
  relay,
  manyWorkspaces,
  cycles,
  idle,
  bridgeCost,
  endpointThroughput,
  endpointMemory,
  endpointBurst,
  endpointRedis,
  mixedLoad,
];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    json: { type: 'string', default: '.cache/bench.json' },
  },
});
const chosen = BENCHES.filter(({ name }) => values.only?.includes(name) ?? true);
if (chosen.length === 0) {
  console.error(`Benches: ${BENCHES.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

const results: { readonly bench: string; readonly rows: readonly Row[] }[] = [];
const options = {
  isQuick: values.quick,
  seconds: values.seconds === undefined ? undefined : Number(values.seconds),
};
for (const { name, run } of chosen) {
  console.error(`${name} ...`);
  results.push({ bench: name, rows: await run(options) });
}

const lines = results.flatMap(({ bench, rows }) =>
  rows.map(({ what, value, goal = '', isMet }) => {
    const verdict = isMet === undefined ? '' : isMet ? 'yes' : '**no**';
    return `| ${bench} | ${what} | ${value} | ${goal} | ${verdict} |`;
  }),
);
console.log(
  ['| bench | what | measured | goal | met |', '| --- | --- | --- | --- | --- |', ...lines].join('\n'),
);

const { node } = process.versions;
const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
mkdirSync(dirname(values.json), { recursive: true });
const made = { date: new Date().toISOString(), machine, node, ...options, results };
writeFileSync(values.json, `${JSON.stringify(made, null, 2)}\n`);
// A quick run shows that the benches work; its figures say nothing.
const isMissed = results.some(({ rows }) => rows.some(({ isMet }) => isMet === false));
if (isMissed && !values.quick) process.exitCode = 1;
