/** The two consoles of a desk. */
export type ConsoleName = 'agent' | 'admin';
