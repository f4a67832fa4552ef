// Types only: the global `BytedeskEmbed` that the script tag's file sets, for pages written in TypeScript.
export type * from './script.js';
