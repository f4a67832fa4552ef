export { startBridge } from './bridge/start-bridge.js';
export type { BridgeOptions } from './bridge/options.js';
