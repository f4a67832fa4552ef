import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

// Prerendered to files, so that any web server will do for this example.
export default { preprocess: vitePreprocess(), kit: { adapter: adapter() } };
