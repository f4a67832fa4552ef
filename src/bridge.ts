// The package's entry for consoles that bundle the bridge themselves.

export { startBridge } from './bridge/start-bridge.js';
export type { BridgeOptions } from './bridge/options.js';
