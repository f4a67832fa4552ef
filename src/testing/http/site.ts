/** The port of a desk by which a request came in. */
export type Site = 'all' | 'api' | 'admin' | 'agent';
