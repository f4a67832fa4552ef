import type { NextConfig } from 'next';

// Prerendered to files, so that any web server will do for this example.
const config: NextConfig = { output: 'export' };

export default config;
