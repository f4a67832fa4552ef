/** Which of a desk's ports a request came in by. */
export type Site = 'all' | 'api' | 'admin' | 'agent';
