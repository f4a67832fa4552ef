// npm run lint [-- --fix]; --types runs the type check alone.
import { node, nodeModule } from './run-step.mjs';

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
const failed = Object.keys(checks).filter((name) => node(checks[name]) !== 0);

for (const name of failed) console.error(`FAIL ${name}`);
if (failed.length === 0) console.log(`ok: ${Object.keys(checks).join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
