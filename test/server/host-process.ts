// One host in a process of its own: takes its HostConfig and its port as arguments.
import type { HostConfig } from './host-app.js';
import { startHost } from './host-server.js';

const [, , config = '{}', port] = process.argv;
await startHost(JSON.parse(config) as HostConfig, Number(port));
