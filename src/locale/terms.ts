/** The texts of our own that people see. A translation has every one of them. */
export interface Terms {
  /** Accessible name of the frame with the agent console. */
  readonly agentConsole: string;
  /** Accessible name of the frame with the admin console. */
  readonly adminConsole: string;
  /** Label of the login button. */
  readonly openConsole: string;
  /** Text of the link that stands in for a window that the browser blocked. */
  readonly windowBlocked: string;
  readonly loading: string;
  readonly expired: string;
  readonly signedOut: string;
  readonly tryAgain: string;
  /** What happened and what to do, for the codes that a person can act on. */
  readonly errorTimeout: string;
  readonly errorBlocked: string;
  readonly errorIdentity: string;
  readonly errorAddress: string;
  readonly errorToken: string;
  readonly errorOther: string;
}

export const en: Terms = {
  agentConsole: 'Customer service console',
  adminConsole: 'Customer service administration',
  openConsole: 'Open the customer service console',
  windowBlocked: 'Your browser blocked the window. Open the console here.',
  loading: 'Loading the console…',
  expired: 'Your session has ended. Sign in again to go on.',
  signedOut: 'You are signed out.',
  tryAgain: 'Try again',
  errorTimeout: 'The console is taking too long to load. Check your connection and try again.',
  errorBlocked: 'This page’s security settings do not allow the console to be shown.',
  errorIdentity: 'Somebody else may still be signed in to the console. Reload this page to go on.',
  errorAddress: 'The console’s address is not set up correctly. Please tell the owner of this page.',
  errorToken: 'You could not be signed in to the console. Please sign in again.',
  errorOther: 'The console cannot be shown right now.',
};
