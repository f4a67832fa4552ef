// npm run lint [-- --fix]; --types runs the type check alone.
import { nodeBeside, nodeModule } from './run-step.mjs';

const fix = process.argv.includes('--fix');
const tsc = nodeModule('typescript/bin/tsc');

const types = {
  'Types of src': [tsc, '-p', 'tsconfig.json'],
  'Types of test, demo and scripts': [tsc, '-p', 'test/tsconfig.json'],
};
const style = {
  ESLint: [
    nodeModule('eslint/bin/eslint.js'),
    ...['--max-warnings', '0', '--no-warn-ignored'],
    ...(fix ? ['--fix'] : []),
    '.',
  ],
  Prettier: [
    nodeModule('prettier/bin/prettier.cjs'),
    '--log-level',
    'warn',
    fix ? '--write' : '--check',
    '.',
  ],
};

const checks = process.argv.includes('--types') ? types : { ...types, ...style };
const names = Object.keys(checks);
const failed = [];
// The fixes of one tool would surprise the other.
const workers = fix ? 1 : 2;
const queue = [...names];
const work = async () => {
  for (let name = queue.shift(); name; name = queue.shift())
    if ((await nodeBeside(checks[name])) !== 0) failed.push(name);
};
await Promise.all(Array.from({ length: workers }, work));

for (const name of failed) console.error(`FAIL ${name}`);
if (failed.length === 0) console.log(`ok: ${names.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
