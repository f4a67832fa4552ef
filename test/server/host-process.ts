// One host in a process of its own: takes its HostConfig as the only argument, prints its address.
import { startHost, type HostConfig } from './host-server.js';

const host = await startHost(JSON.parse(process.argv[2] ?? '{}') as HostConfig);
console.log(host.url);
// Ends with the test, however that ends.
process.stdin.resume().on('end', () => process.exit());
