// The script that a desk's operator puts into the console pages. Its tag names the hosts that may talk to it.

import type { BridgeOptions } from './bridge/options.js';
import { startBridge } from './bridge/start-bridge.js';

// A module script has no `currentScript`. Without the tag no host is allowed.
startBridge({ ...document.currentScript?.dataset } as Partial<BridgeOptions> as BridgeOptions);
