// Types only: the global `BytedeskEmbed` that the script tag's file sets, and the elements' tags, for pages written in
// TypeScript.
export type * from './elements/define-elements.js';
export type * from './script.js';
