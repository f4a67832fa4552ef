// Checks settings, which also come from the command line and over HTTP.

import type { BridgeSetting, DeskSettings, Failure, SettingsChange } from './settings.js';

const FAILURE_KINDS = ['html', 'wrong-type', 'not-json', 'cut', 'never'];

const MOST_SCRIPT_BYTES = 50_000_000;

type Check = (value: unknown) => boolean;

const isCount: Check = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isFlag: Check = (value) => typeof value === 'boolean';
const isText: Check = (value) => typeof value === 'string';
const isAddress: Check = (value) =>
  typeof value === 'string' && /^https?:\/\/[^/]/.test(value) && !value.endsWith('/');
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

const CHECKS: Record<keyof DeskSettings, Check> = {
  generation: oneOf('newer', 'early-2025'),
  server: oneOf('current', 'mid-2025'),
  captcha: isFlag,
  twoFactor: isFlag,
  maxMembers: orNull(isCount),
  bridge: orNull(isBridge),
  page: orNull(isText),
  refuseFraming: oneOf(false, 'x-frame-options', 'frame-ancestors'),
  slow: isCount,
  fail: orNull((value) => (Array.isArray(value) ? value.every(isFailure) : isFailure(value))),
  flood: isCount,
  strayMessages: oneOf(false, 'spoofed', 'malformed', 'all'),
  selfReload: isCount,
  redirectTo: orNull(isText),
  vendorScript: oneOf('none', 'never'),
  storageBlocked: isFlag,
  compiledApi: orNull(isAddress),
  live: oneOf('plain', 'strict'),
  logoutCalls: (value) => isCount(value) && Number(value) >= 1 && Number(value) <= 10,
  kickConfirmation: isFlag,
  scriptBytes: (value) => isCount(value) && Number(value) <= MOST_SCRIPT_BYTES,
  scriptPadding: oneOf('repeated', 'random'),
  scriptBlocks: isCount,
  compress: isFlag,
  caching: oneOf('no-store', 'hashed'),
  bytesPerSecond: isCount,
};

/**
 * Returns the change if every member is known and well-formed. Otherwise it throws a TypeError that names the bad
 * member.
 */
export function checkSettings(change: unknown): SettingsChange {
  if (!isRecord(change)) throw new TypeError('Settings of the stand-in desk must be an object.');
  for (const [name, value] of Object.entries(change)) {
    if (!isSettingName(name)) throw new TypeError(`The stand-in desk has no setting "${name}".`);
    if (value !== undefined && !CHECKS[name](value)) {
      throw new TypeError(`The stand-in desk cannot set "${name}" to ${JSON.stringify(value)}.`);
    }
  }
  return change;
}

/** Applies a change to settings in place. */
export function applySettings(settings: DeskSettings, change: SettingsChange): void {
  const { fail, ...rest } = change;
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) Object.assign(settings, { [name]: value });
  }
  if (fail === undefined) return;
  settings.fail = fail === null ? [] : [fail].flat().map((failure) => ({ ...failure }));
}

function isSettingName(name: string): name is keyof DeskSettings {
  return Object.hasOwn(CHECKS, name);
}

function isFailure(value: unknown): value is Failure {
  if (!isRecord(value)) return false;
  const { as, path, method, count } = value;
  const knownKind = typeof as === 'number' ? as >= 400 && as <= 599 : FAILURE_KINDS.includes(String(as));
  return (
    knownKind &&
    (path === undefined || (typeof path === 'string' && path.startsWith('/'))) &&
    (method === undefined || isText(method)) &&
    (count === undefined || isCount(count))
  );
}

function isBridge(value: unknown): value is BridgeSetting {
  if (!isRecord(value) || !Array.isArray(value.allow) || !value.allow.every(isText)) return false;
  const { source, src, data = {} } = value;
  const isData =
    isRecord(data) && Object.entries(data).every(([name, text]) => /^[a-z-]+$/.test(name) && isText(text));
  return isData && (isText(source) || isText(src));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
