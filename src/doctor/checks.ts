// All checks, in the order of the report.

import { address } from './checks/address.js';
import { api } from './checks/api.js';
import { bridge } from './checks/bridge.js';
import { browser } from './checks/browser.js';
import { builtIns } from './checks/built-ins.js';
import { clock } from './checks/clock.js';
import { copies } from './checks/copies.js';
import { cspConnect } from './checks/csp-connect.js';
import { cspForm } from './checks/csp-form.js';
import { cspFrame } from './checks/csp-frame.js';
import { elements } from './checks/elements.js';
import { events } from './checks/events.js';
import { frame } from './checks/frame.js';
import { framing } from './checks/framing.js';
import { isolation } from './checks/isolation.js';
import { language } from './checks/language.js';
import { localNetwork } from './checks/local-network.js';
import { pageLife } from './checks/page-life.js';
import { pageSettings } from './checks/page-settings.js';
import { permissions } from './checks/permissions.js';
import { place } from './checks/place.js';
import { storage } from './checks/storage.js';
import { token } from './checks/token.js';
import { tokenAccepted } from './checks/token-accepted.js';
import { tokenSource } from './checks/token-source.js';
import { trustedTypes } from './checks/trusted-types.js';
import type { Check } from './types.js';

export const CHECKS: readonly Check[] = [
  pageSettings,
  copies,
  elements,
  browser,
  builtIns,
  pageLife,
  trustedTypes,
  address,
  place,
  cspFrame,
  cspConnect,
  cspForm,
  permissions,
  isolation,
  storage,
  localNetwork,
  api,
  tokenAccepted,
  token,
  tokenSource,
  clock,
  bridge,
  frame,
  framing,
  language,
  events,
];
