/**
 * Names of methods and members that only modules of this library, and Lit's base class, use on objects of their own. The
 * script file carries short ones in their place, which saves a fortieth of it; the bridge has too few of them. None may be
 * known to a page, a console, a server, a browser or another copy of this library: `assertInternal` stops the build where
 * one stands in a text of the script or in the data that editors show. The most used come first, since they get the
 * shortest names.
 */
const NAMES = `
  dispatch timeoutMs retryAt consoleAttributes needsToken tabStorage hasSource checkIntervalMs removeFrame
  wantsToken advice createRenderRoot sessionChanged isEphemeral renewBeforeMs consoleEvents hasBridge
  setFrozen hasUpdated isFresh hasToken converter envelope waitsForViewport isUpdatePending willUpdate
  renewalFailed rejectWaiters assertUsable setToken isReady isSent dueAt endsAt shadowRootOptions
  sourceAttributes isRunning isShared isOver needsEphemeral consoleFailed adoptStyles frameLabel plainLink
  schedule reflect problem isEmpty ask holdUntilMicrotask fromAttribute elementStyles isOnline isAlive
  forgetFailures tokenExpiring bridgedStore consoleWorks ownLanguage isInAddress needsBridge pageFrozen
  serverNow whenReady reopen isOut isSecondary getPropertyOptions onBridgeProblem isPrerendering
  consumeRenewal enableUpdating onIncompatible finishSignOut performUpdate proveByBridge storageIsAuto
  beginSignOut tokenChanged stateChanged toAttribute setByIssue markUsed isDeclined useDefault noAccessor
  renderRoot isOwnToken targetName wantToken setSource knownMode changesIn onTimeout onBlocked isSignedOut
  forgetCommands elapsed verdict wrapped chinese signsIn hasLink onLoad finalize allows begin obtained
  getPropertyDescriptor createProperty finalizeStyles scheduleUpdate markSignedOut hostConnected
  countFailure expectStaleLogin isOutOfPatience hasChanged onEvidence setCovered navigateTo bridgeTold
  endSession longestMs isHopeful isRefused learnUser isStarted takeFocus isHandled copyFrom onClosed
  onBridge isHeldUp isByHand firstMs askHost deliver onWake giveUp shouldUpdate firstUpdated isFor isForm
  sealed onData isSlow isOf consoleReady consoleLate getUpdateComplete isSigningIn learn decline ending
  moved look onReady held isWatched expire
  settingsError emptyBlocks missingFeatures replacedBuiltIns isIsolated isStorageBlocked tagsDiffer
  isTokenUrlForeign deniedFeatures unknownLanguage localNetwork isOwnOrigin isSameSite
  isPagePrivate isPrivate hasNoSize isOtherWindow isLazy isWorkspace isDefined
  says isAside differences isHtml hostNow
`;

export const internalNames = NAMES.trim().split(/\s+/);

/** `A` to `Z`, then `A0` to `Z9`: names that no object of a browser or a library has. */
const shortName = (index) =>
  String.fromCharCode(65 + (index % 26)) + (index < 26 ? '' : Math.floor(index / 26) - 1);

/** What terser is told: the same short names in every script of a page, since they may hand objects to each other. */
export const mangledNames = () => ({
  mangle: { properties: { keep_quoted: true, regex: new RegExp(`^(?:${internalNames.join('|')})$`) } },
  nameCache: {
    props: { props: Object.fromEntries(internalNames.map((name, index) => [`$${name}`, shortName(index)])) },
  },
});

/** @throws Error for a name that the list must not hold */
export function assertInternal(script, editorData = '') {
  const isKnown = (name) =>
    new RegExp(`(["'\`])${name}\\1`).test(script) || editorData.includes(`"name": "${name}"`);
  const known = internalNames.filter(isKnown);
  if (known.length > 0)
    throw new Error(
      `scripts/build/internal-names.mjs must not hold what stands in texts: ${known.join(', ')}`,
    );
}
