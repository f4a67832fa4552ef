// Nothing to compile: the page, and the package's file beside it.
import { cpSync, mkdirSync } from 'node:fs';

mkdirSync('dist', { recursive: true });
for (const file of ['index.html', 'support.js']) cpSync(file, `dist/${file}`);
cpSync('node_modules/bytedesk-embed/dist/bytedesk-embed.js', 'dist/bytedesk-embed.js');
