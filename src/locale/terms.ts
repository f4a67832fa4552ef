/** The texts of our own that people see. A translation has every one of them. */
export interface Terms {
  /** Language tag of these texts, for screen readers and for `Intl`. */
  readonly lang: string;
  /** Accessible name of the frame with the agent console. */
  readonly agentConsole: string;
  /** Accessible name of the frame with the admin console. */
  readonly adminConsole: string;
  /** Label of the login button. */
  readonly openConsole: string;
  /** Text of the link that stands in for a window that the browser blocked. */
  readonly windowBlocked: string;

  /** What happened. */
  readonly loading: string;
  readonly slow: string;
  readonly expired: string;
  readonly signedOut: string;
  readonly signInFailed: string;
  readonly offline: string;
  readonly noAnswer: string;
  readonly blocked: string;
  readonly setup: string;
  readonly seats: string;
  readonly disabled: string;
  /** `{}` is the other user's name. */
  readonly conflict: string;
  /** The same, of a user whom nobody can name. */
  readonly conflictUnknown: string;

  /** What to do. */
  readonly comesBack: string;
  readonly checkConnection: string;
  readonly contact: string;
  readonly newTabOrContact: string;
  readonly signInHere: string;
  readonly reloadForOwn: string;
  readonly signOutThere: string;
  readonly signOutBelow: string;
  /** `{}` is a time from now, such as “in 8 seconds”. */
  readonly retry: string;

  /** Labels of buttons. */
  readonly tryAgain: string;
  readonly signIn: string;
  readonly reloadPage: string;
  readonly newTab: string;
  readonly showConsole: string;
  readonly goOn: string;
}

export const en: Terms = {
  lang: 'en',
  agentConsole: 'Customer service console',
  adminConsole: 'Customer service administration',
  openConsole: 'Open the customer service console',
  windowBlocked: 'Your browser blocked the window. Open the console here.',
  loading: 'Loading the console…',
  slow: 'Still loading, longer than usual. Please wait.',
  expired: 'Your session has ended.',
  signedOut: 'You are signed out.',
  signInFailed: 'You could not be signed in.',
  offline: 'You are offline.',
  noAnswer: 'The console is not responding.',
  blocked: 'This page is not allowed to show the console.',
  setup: 'The console is not set up correctly on this page.',
  seats: 'All agent seats are in use.',
  disabled: 'Your account is disabled.',
  conflict: 'The console may still be signed in as {}.',
  conflictUnknown: 'The console may still be signed in as somebody else.',
  comesBack: 'The console comes back by itself when you are online.',
  checkConnection: 'Check your connection, then try again.',
  contact: 'Please contact your administrator.',
  newTabOrContact: 'Open it in a new tab, or contact your administrator.',
  signInHere: 'Reload this page to sign in again.',
  reloadForOwn: 'Reload this page to use your own account.',
  signOutThere: 'Sign out there first, then go on with your own account.',
  signOutBelow: 'Sign out in the console below, then press “Continue”.',
  retry: 'Trying again {}.',
  tryAgain: 'Try again',
  signIn: 'Sign in again',
  reloadPage: 'Reload this page',
  newTab: 'Open in a new tab',
  showConsole: 'Open the console to sign out',
  goOn: 'Continue',
};
