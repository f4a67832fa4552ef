#!/usr/bin/env node
// The executable file of the command `bytedesk-embed`.

import { runCommand } from './command.js';

process.exitCode = await runCommand(process.argv.slice(2));
