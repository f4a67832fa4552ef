// npm run lint [-- --fix]; --types runs the type check alone.
import { nodeBeside, nodeModule, sideBySide } from './run-step.mjs';

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
// The fixes of one tool would surprise the other.
const statuses = await sideBySide(names, fix ? 1 : 2, (name) => nodeBeside(checks[name]));
const failed = names.filter((_, index) => statuses[index] !== 0);

for (const name of failed) console.error(`FAIL ${name}`);
if (failed.length === 0) console.log(`ok: ${names.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
