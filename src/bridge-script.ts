import type { BridgeOptions } from './bridge/options.js';
import { startBridge } from './bridge/start-bridge.js';

// A module script has no `currentScript`; without its tag nobody is allowed.
startBridge({ ...document.currentScript?.dataset } as Partial<BridgeOptions> as BridgeOptions);
