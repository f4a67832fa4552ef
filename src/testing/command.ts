// The command `bytedesk-embed`, which starts the stand-in desk from a shell.

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SCENARIOS } from './scenarios.js';
import { createStandInDesk, type StandInDesk } from './stand-in-desk.js';
import type { BridgeSetting } from './state/settings.js';

const HELP = `Usage: bytedesk-embed desk [options]

Starts a stand-in for a ByteDesk server on this machine: API, agent console, admin console and a control at
/__stand-in__. It is a fake for development and tests; nothing in it is real.

  --port N          port, or the next free one (9003)
  --scenario NAME   how it behaves, see below (plain)
  --token-ttl N     life of all tokens in seconds (30 days for web channels, 365 days otherwise)
  --bridge WHERE    bridge script for the consoles: a file, or an address starting with http:// or https://
  --allow ORIGINS   origins for the bridge's data-allow, separated by spaces
  --json            print addresses, users and tokens as one line of JSON
  --host HOST       host to listen on; other than loopback only together with --allow-remote
  --allow-remote    let other machines in
  --help            this text

Scenarios:
${Object.entries(SCENARIOS)
  .map(([name, { says }]) => `  ${name.padEnd(17)} ${says}`)
  .join('\n')}
`;

/** The outputs of the command, and the signal that ends it. */
export interface CommandOptions {
  readonly write?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs the command `bytedesk-embed`. Resolves with the exit code: at once for `--help` (0) and for arguments that make
 * no sense (2), else when `signal` aborts and the desk is closed.
 */
export async function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<number> {
  const write = options.write ?? ((text: string) => void process.stdout.write(text));
  let desk: StandInDesk;
  let isJson: boolean;
  try {
    const values = readArguments(args);
    if (values.help) {
      write(HELP);
      return 0;
    }
    isJson = values.json ?? false;
    desk = await startDesk(values);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  // The signal is listened for first, since whoever reads the addresses may end the command at once.
  const stopped = aborted(options.signal);
  write(isJson ? `${JSON.stringify(await facts(desk))}\n` : await inWords(desk));
  await stopped;
  await desk.close();
  return 0;
}

type Values = ReturnType<typeof readArguments>;

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      scenario: { type: 'string' },
      'token-ttl': { type: 'string' },
      bridge: { type: 'string' },
      allow: { type: 'string' },
      json: { type: 'boolean' },
      host: { type: 'string' },
      'allow-remote': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command, ...others] = positionals;
  if (!values.help && (command !== 'desk' || others.length > 0)) {
    throw new Error('Usage: bytedesk-embed desk [options]; see bytedesk-embed desk --help');
  }
  return values;
}

async function startDesk(values: Values): Promise<StandInDesk> {
  const name = values.scenario ?? 'plain';
  const scenario = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined;
  if (!scenario) throw new Error(`No scenario "${name}". There are: ${Object.keys(SCENARIOS).join(', ')}`);
  return createStandInDesk({
    ...scenario.settings,
    host: values.host,
    allowRemote: values['allow-remote'],
    port: wholeNumber('port', values.port) ?? 9003,
    tokenTtl: wholeNumber('token-ttl', values['token-ttl']),
    bridge: values.bridge === undefined ? undefined : await readBridge(values.bridge, values.allow ?? ''),
  });
}

async function readBridge(where: string, origins: string): Promise<BridgeSetting> {
  const allow = origins.split(/\s+/).filter(Boolean);
  if (/^https?:\/\//.test(where)) return { src: where, allow };
  return { source: await readFile(where, 'utf8'), allow };
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} needs a whole number, not "${value}"`);
  return Number(value);
}

const SAMPLE_USERS = ['agent@example.com', 'admin@example.com'];

async function facts(desk: StandInDesk) {
  const { url, api, agent, admin } = desk;
  const users = desk.users.map(({ username, password }) => ({ username, password }));
  const tokens: Record<string, string> = {};
  for (const username of SAMPLE_USERS) tokens[username] = await desk.issueToken(username);
  return { standIn: true, url, api, agent: `${agent}/agent`, admin: `${admin}/admin`, users, tokens };
}

async function inWords(desk: StandInDesk): Promise<string> {
  const { api, agent, admin, users, tokens } = await facts(desk);
  const lines = [
    'Stand-in desk: a fake of a ByteDesk server for development and tests.',
    '',
    `  Agent console  ${agent}`,
    `  Admin console  ${admin}`,
    `  API            ${api}`,
    `  Control        ${api}/__stand-in__/state`,
    '',
    'Users and passwords',
    ...users.map(({ username, password }) => `  ${username.padEnd(24)} ${password}`),
    '',
    'Tokens, good at this desk only',
    ...Object.entries(tokens).map(([username, token]) => `  ${username}\n  ${token}`),
    '',
    'Stop with Ctrl-C.',
    '',
  ];
  return lines.join('\n');
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else if (signal) signal.addEventListener('abort', () => resolve(), { once: true });
    else for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve());
  });
}
