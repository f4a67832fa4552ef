// The doctor's texts in English. `{name}` is filled in. The other languages have the same names.

/** The subject of each check. */
export const checks = {
  'page-settings': 'Settings of the page',
  copies: 'Copies of the library',
  elements: 'Elements on the page',
  browser: 'Browser',
  'built-ins': 'Functions replaced by other scripts',
  'page-life': 'Page shown and online',
  'trusted-types': 'Trusted Types',
  address: 'Address of the desk (the ByteDesk server)',
  'csp-frame': 'The page’s policy on the frame',
  'csp-connect': 'The page’s policy on requests',
  'csp-form': 'The page’s policy on forms',
  permissions: 'Permissions of the frame',
  isolation: 'Cross-origin isolation',
  storage: 'Storage of the console',
  'local-network': 'Access to the local network',
  api: 'API of the desk',
  'token-accepted': 'Token accepted by the desk',
  token: 'The token itself',
  clock: 'Clocks',
  'token-source': 'Source of tokens',
  bridge: 'Bridge',
  frame: 'The frame',
  framing: 'Framing allowed by the desk',
  place: 'Place on the page',
  language: 'Language',
  events: 'Last events',
} as const;

export type CheckName = keyof typeof checks;

/** The finding, and what to do about it. */
export const findings = {
  'not-checked': ['Not checked, because of {check}.'],
  'settings-tag': ['The script tag’s settings are in use.'],
  'settings-configure': ['The settings given by configure() are in use.'],
  'settings-none': [
    'No settings were given for this page.',
    'Name the desk once: data-server="https://desk.example.com" on the script tag, or configure({ server }). Without it the page’s own origin counts as the desk, and blocks of a CMS stay as they are.',
  ],
  'settings-refused': [
    'Two different sets of settings were given, as by two script tags. The first one holds, the other one is ignored. They differ in: {keys}',
    'Find the second script tag or configure() (theme, plug-in, bundle) and remove it, or make both the same.',
  ],
  'settings-tags-differ': [
    'Several script tags name servers and differ, so that none of them holds. They differ in: {keys}',
    'Keep one script tag with data-server, or give all of them the same attributes.',
  ],
  'settings-no-server': [
    'The page names a token URL but no server.',
    'Add data-server (or server in configure()) beside the token URL, so that tokens can go to that desk only.',
  ],
  'copies-one': ['One copy of the library has defined the elements.'],
  'copies-many': [
    '{count} copies of the library are on this page. The first one has defined the elements.',
    'Load it once: by the script tag or by a bundle, not by both.',
  ],
  'copies-undefined': [
    'The elements are not defined: the browser knows <bytedesk-workspace> as an unknown tag.',
    'Load dist/bytedesk-embed.js, or import bytedesk-embed/define. Look for an error of that file in the developer tools console, and for its address in the network panel (404, or blocked by script-src).',
  ],
  'copies-unknown': ['The copies on this page do not say how many they are.'],
  'elements-there': ['Elements on this page: {count}.'],
  'elements-none': [
    'There is neither a workspace nor a login button on this page.',
    'Add <bytedesk-workspace>, or a block <div data-bytedesk="workspace"></div>. If you did, look whether the editor or a sanitizer took it away: docs/cms.md.',
  ],
  'elements-blocks': [
    'Blocks without an element: {count}. The script has not mounted them.',
    'Blocks need a server in the page settings, values that can be used (the developer tools console names the wrong one), and a place outside an area that is being edited.',
  ],
  'browser-complete': ['The browser has all that this library uses.'],
  'browser-lacks': [
    'This browser lacks: {names}. The console works all the same.',
    'Update the browser if the fault concerns one of these.',
  ],
  'built-ins-own': ['No function that this library uses was replaced.'],
  'built-ins-replaced': [
    'Other scripts have replaced: {names}.',
    'If the fault goes away in a page without that script (an old framework, a monitoring script, a browser extension), tell its maker.',
  ],
  'page-shown': ['The page is shown, and the browser says that it is online.'],
  'page-hidden': [
    'The page is hidden or prepared in the background. No token is asked for and nothing is checked until it is shown.',
    'Bring the page to the front and ask again.',
  ],
  'page-offline': [
    'The browser says that it is offline. Behind a VPN or a firewall it may be wrong.',
    'Press “Try again” in the panel: the first try is made all the same. If requests of this page fail, mend the connection first.',
  ],
  'trusted-types-free': ['Trusted Types hinder nothing here.'],
  'trusted-types-enforced': ['The page enforces Trusted Types. This library needs no policy of its own.'],
  'trusted-types-refused': [
    'Trusted Types refused something of this library.',
    'Report it with this text. Until then leave require-trusted-types-for out of the page’s policy.',
  ],
  'trusted-types-unknown': ['The page cannot see whether Trusted Types are enforced.'],
  'address-good': ['Consoles at {server}, API at {api}.'],
  'address-own': [
    'The desk would be this page itself ({server}): no other server is named.',
    'Name the desk with data-server or server. If it is on this origin, frame and page are not protected from each other.',
  ],
  'address-refused': [
    'A setting cannot be used: {text}',
    'Change the attribute, property or page setting that the sentence names. A server is like https://desk.example.com, a path like /agent/chat.',
  ],
  'address-untrusted': [
    'A setting in the markup is refused: {text} The markup names {refused}. The page’s settings allow: {allowed}',
    'If that attribute is a mistake, take it out: the page’s own settings then hold. If it is meant, name the same address in the page’s settings, as the sentence says, or set the property by script.',
  ],
  'address-mixed': [
    'This page is on https and the desk on plain http: browsers show nothing of it.',
    'Give the desk a certificate and name it with https://. (localhost may stay on http.)',
  ],
  'csp-frame-none': ['No frame is needed.'],
  'csp-frame-allowed': ['The page’s policy lets the frame load.'],
  'csp-frame-blocked': [
    'The page’s Content-Security-Policy refuses the frame: {now} lacks {desk}.',
    'In the policy that the page already sends (header or <meta>), add {desk} to the sources of frame-src. Where it has no frame-src, begin one with the sources of default-src. A second policy does not help. The policy then has:\n{line}',
  ],
  'csp-frame-unknown': [
    'Nothing has loaded in the frame yet, and a policy that comes as a header cannot be read from the page.',
    'Look for “frame-src” in the developer tools console. Only if it is there: add {desk} to the sources of frame-src in the policy that the page already sends.',
  ],
  'csp-connect-allowed': ['The page’s policy lets requests to the API through.'],
  'csp-connect-blocked': [
    'The page’s Content-Security-Policy refuses requests to the API or to the token URL: {now} lacks {desk}.',
    'In the policy that the page already sends (header or <meta>), add {desk} to the sources of connect-src. Where it has no connect-src, begin one with the sources of default-src. A second policy does not help. The policy then has:\n{line}',
  ],
  'csp-connect-unknown': [
    'No request came through, so that nothing can be said of the policy.',
    'Look for “connect-src” in the developer tools console. Only if it is there: add {desk} to the sources of connect-src in the policy that the page already sends.',
  ],
  'csp-form-none': ['No form is sent.'],
  'csp-form-allowed': ['The page’s policy lets the form be sent.'],
  'csp-form-blocked': [
    'The page’s Content-Security-Policy refuses the form: {now} lacks {desk}.',
    'Use mode="open", which needs no form, or let the policy that the page already sends have:\n{line}',
  ],
  'csp-form-unknown': [
    'Whether the page’s policy lets the form be sent cannot be seen before somebody sends it.',
    'If a click does nothing, look for “form-action” in the developer tools console. If it is there, the policy must have:\n{line}',
  ],
  'permissions-allowed': ['The page may hand on all features that the frame asks for.'],
  'permissions-denied': [
    'The page’s own Permissions-Policy denies: {names}. The console cannot use them.',
    'Allow them to the page and the desk, for example: Permissions-Policy: microphone=(self "https://desk.example.com")',
  ],
  'permissions-unknown': [
    'This browser does not tell a page what its Permissions-Policy denies.',
    'If calls, screen sharing or copying fail, look at the page’s Permissions-Policy header.',
  ],
  'isolation-none': ['The page is not cross-origin isolated.'],
  'isolation-ephemeral': ['The page is cross-origin isolated, and the frame is a credentialless one.'],
  'isolation-blocks': [
    'The page is cross-origin isolated, and the frame cannot be loaded with the token in its address.',
    'Set storage="ephemeral" (Chromium), or delivery="bridge" with Cross-Origin-Embedder-Policy and Cross-Origin-Resource-Policy: cross-origin on the desk, or remove the page’s Cross-Origin-Embedder-Policy.',
  ],
  'isolation-desk': [
    'The page is cross-origin isolated. An ordinary frame loads only if the desk sends the right headers.',
    'On the desk: Cross-Origin-Embedder-Policy: require-corp and Cross-Origin-Resource-Policy: cross-origin.',
  ],
  'storage-own-site': ['Page and desk are of one site: the console keeps its login as in a tab of its own.'],
  'storage-blocked': [
    'The browser denies this page its storage. The console most likely has none either: it stays blank or signs out at once.',
    'Allow site data for this page and for the desk. A page in a sandboxed frame needs allow-same-origin.',
  ],
  'storage-ephemeral': [
    'The console has a store that dies with the page: each page view downloads it anew and signs in anew.',
    'Set storage="persistent" unless users share this browser.',
  ],
  'storage-partitioned': [
    'Page and desk are of different sites: browsers keep the console’s login apart from that of its own tab, and Safari, private windows and strict settings may refuse or delete it.',
    'Serve the desk below the page’s own site (desk.example.com for www.example.com), or use delivery="bridge", which signs in anew by itself.',
  ],
  'storage-unknown': [
    'Whether page and desk are of one site cannot be said from their names.',
    'If the console forgets its login, serve the desk below the page’s own site.',
  ],
  'local-network-none': ['Desk and page are in the same kind of network.'],
  'local-network-granted': ['The user has allowed this page to reach devices of the local network.'],
  'local-network-denied': [
    'The browser does not let this page reach the local network, where the desk is.',
    'Allow “local network access” for this page in the browser’s site settings, or serve the page from the same network. If only the API is private, add local-network-access to allow.',
  ],
  'local-network-prompt': [
    'The desk is in a private network. The browser asks the user before it lets this page reach it.',
    'Answer the browser’s question with “Allow”.',
  ],
  'local-network-unseen': [
    'The desk is in a private network, and this browser does not say whether the page may reach it.',
    'Open the desk’s address in a tab. If it loads there and not here, look for local network access in the browser’s settings.',
  ],
  'local-network-name': [
    'This page may not reach the local network. If the desk’s name leads to a private address, that is the cause.',
    'Look up the desk’s name. If its address begins with 10., 172.16. to 172.31. or 192.168., allow local network access.',
  ],
  'api-answers': ['The API at {api} answers.'],
  'api-slow': [
    'The API at {api} did not answer within four seconds.',
    'Open the address in a tab. If it hangs there too, the desk or its proxy is overloaded or blocked by a firewall.',
  ],
  'api-late': [
    'The API at {api} answers, but only after {seconds} seconds.',
    'Look at the desk’s load, its proxy and the network.',
  ],
  'api-unreachable': [
    'The browser got no answer from {api} that this page may read. Possible: the desk is down; the name or the port is wrong; its certificate is not valid; its proxy sends no CORS headers or redirects; a connection broke off; an extension or a firewall blocks it.',
    'Open {api}/api/v1/user/profile in a tab: an error page of the browser means network, name, port or certificate. JSON with "code": 401 means CORS: the proxy must send Access-Control-Allow-Origin and let Authorization through.',
  ],
  'api-fails': [
    'The API at {api} answers with {status}: it is broken or overloaded.',
    'Look at the desk’s own log, and at the proxy in front of it (502 and 504: the desk behind it is down).',
  ],
  'api-gate': [
    'Something in front of the API at {api} answers {status} in words of its own: a gate such as single sign-on, basic authentication or a firewall.',
    'Let requests to /api/ pass that gate with their Authorization header, or name an address of the API behind it with data-api.',
  ],
  'api-no-api': [
    'What answers at {api} (HTTP {status}) is not the desk’s API but a page, a broken answer or something else.',
    'Write the API’s own base address in data-api: the part in front of /api/v1/user/profile. Or let the proxy pass /api/ on to the server instead of answering with the console’s page.',
  ],
  'api-elsewhere': [
    'What answers at {api} (HTTP {status}) is not the desk’s API but a page, a broken answer or something else.',
    'The API’s address is wrong. Write data-api="{server}", the address of the server, or leave data-api out, which means the same.',
  ],
  'api-wrong-path': [
    'The API at {api} does not know the profile’s path: the API is at another address, of another version, or the base path is wrong.',
    'Check data-api: /api/v1/user/profile must stand right behind it.',
  ],
  'token-taken': ['The desk takes the token.'],
  'token-refused': [
    'The desk’s API at {api} refuses the token (401): it was revoked, has ended, or was issued by another desk.',
    'Check that the API, the token URL’s back end and the console belong to the same desk. Else somebody has signed out or logged in elsewhere, or an administrator has forced the user out: sign in again.',
  ],
  'token-forbidden': [
    'The desk knows the token, and its user may not read a profile (403): no right to it, or a disabled account.',
    'Nothing, if the console works. Else give the user the agent’s role in the desk’s administration, or enable the account there.',
  ],
  'token-lives': ['The token lives until {end}.'],
  'token-opaque': [
    'The token does not say when it ends. Its end is noticed at the next check at the desk.',
    'Nothing, unless sessions end by surprise: then lower check-interval.',
  ],
  'token-over': [
    'The token ended at {end} by its own account. It is {here}.',
    'Hand over a fresh one in the attribute or property token. Better: name a token URL (data-token-url) or set a tokenProvider, so that the element gets the next one by itself.',
  ],
  'token-over-here': [
    'By this computer’s clock ({here}) the token ended at {end}, but the desk takes it: the clock is ahead.',
    'Put this computer’s clock right.',
  ],
  'token-missing': [
    'The element has no token and nobody to ask for one.',
    'Set token-url (named by the script tag), tokenProvider or the property token. With sign-in="console" the console’s own form shows. A copy of an element has no token: reload the page.',
  ],
  'token-malformed': [
    'What was handed over is no token.',
    'Hand over the text of the AccessToken alone: without quotes, “Bearer ”, “undefined” or a part cut off.',
  ],
  'token-by-hand': ['Users sign in with the console’s own form, no token is needed.'],
  'token-signed-out': ['The user has signed out; there is no token any more.'],
  'token-from-future': [
    'The token was issued at {start}, which is in the future by this computer’s clock ({here}).',
    'Put this computer’s clock right, or that of the desk.',
  ],
  'token-no-renewal': [
    'The token ends at {end} and nobody gives another one: the user is signed out then.',
    'Name a token URL or set a tokenProvider, so that tokens are renewed.',
  ],
  'token-short': [
    'Tokens live only {minutes} minutes: they are renewed all the time, and each hitch signs the user out.',
    'Let the desk or the endpoint give tokens of an hour or more (maxAge), or lower renew-before.',
  ],
  'clock-agrees': ['The clocks that this page can read agree.'],
  'clock-behind': [
    'This computer’s clock ({here}) is behind the desk’s (at least {there}), or the desk’s is ahead.',
    'Set both by a time server (NTP).',
  ],
  'clock-host': [
    'The clock of the host’s server ({there}) differs from this computer’s ({here}).',
    'Set both by a time server (NTP), and let the server give its time as GMT in the Date header.',
  ],
  'clock-unknown': ['No clock but this computer’s can be read from here.'],
  'source-gives': ['The source has given a token.'],
  'source-none': ['The element asks no source; its token is handed over, or it needs none.'],
  'source-not-asked': [
    'The source was not asked yet.',
    'It is asked when the element is on the page, near the viewport and shown, and its settings can be used.',
  ],
  'source-there': ['Something answers at the token URL. Whether it gives tokens shows when it is asked.'],
  'source-signed-out': [
    'The host’s answer from {source} means that nobody is signed in there, or that this user gets no token. The desk was not asked.',
    'Sign in at the host page and reload it. If you are signed in there, the endpoint does not see the session. Check that its cookie reaches it (path, SameSite, token-credentials="include" for another origin), that it reads all cookies right, and that authorize() knows the user. The answer’s body in the network panel may name a code, such as account-disabled.',
  ],
  'source-redirects': [
    'The token URL redirects, most likely to a sign-in page: {source}',
    'Sign in at the host page and reload it. If you are signed in there, the address has moved (to https, or by a slash at its end): name the final one in data-token-url, since redirects are not followed. Where nobody is signed in, the endpoint should answer 401.',
  ],
  'source-page': [
    'The token URL answers with an HTML page, not with JSON: {source}. It is a sign-in page, or the application’s index for unknown paths.',
    'Sign in at the host page and reload it. If that does not help, the address in data-token-url is wrong, or the route of the endpoint comes after a catch-all: it must answer POST with JSON.',
  ],
  'source-maybe-page': [
    'A look at the token URL found a page or nothing: {source}. It may answer POST all the same.',
    'Try it: curl -i -X POST -H "content-type: application/json" -d "{}" followed by the address. It must answer with JSON.',
  ],
  'source-not-json': [
    'The source answers with something other than JSON: {source}',
    'Answer with { "accessToken": "…" } and content-type: application/json.',
  ],
  'source-no-token': [
    'The source answers, but there is no usable token in its answer: {source}',
    'Answer with { "accessToken": "…" }, the text of the token alone. A tokenProvider must return that text, not the response.',
  ],
  'source-old-token': [
    'The source gives a token that has ended already.',
    'Let the endpoint log in anew when reason is "renew" or "rejected", and put the clocks right.',
  ],
  'source-slow': [
    'The source did not answer in time: {source}',
    'Look at the endpoint’s log: it may wait for the desk.',
  ],
  'source-fails': [
    'The token URL fails: {source}',
    'Look at the host’s log, and at the answer’s body in the network panel. 502, 503 and 504 of our endpoint mean that it cannot reach the desk: check its api option and the run-time’s network. 503 with the code seat-limit means that the desk has no seat left.',
  ],
  'source-wrong-address': [
    'There is no endpoint for POST at the token URL, or it refuses this request: {source}',
    'Check the address in data-token-url. The endpoint takes POST with JSON; 415 can come from a filter against forged requests, and 409 of our endpoint means that the account needs a second factor.',
  ],
  'source-refused': [
    'The desk refused this user’s log-in: {code}.',
    'docs/troubleshooting.md says what to do about that code.',
  ],
  'source-unreachable': [
    'No answer of the token URL reached this page: {source}',
    'Open the network panel: a wrong address, a server that is down, an extension, or connect-src of the page’s policy.',
  ],
  'source-foreign': [
    'The token URL is of another origin, and no answer of it reached this page: most likely CORS. {source}',
    'The endpoint must answer OPTIONS with 204 and send:\nAccess-Control-Allow-Origin: {origin}\nAccess-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: content-type, x-bytedesk-embed\ncreateTokenHandler does so for allowedOrigins.',
  ],
  'source-provider-failed': [
    'The tokenProvider threw or rejected.',
    'Run it by hand in the developer tools console and look at its error.',
  ],
  'source-other-desk': [
    'The desk refused two new tokens of this source one after the other.',
    'API and token source belong to different desks (test and production?). Make data-api and the endpoint’s api option the same.',
  ],
  'bridge-ready': ['A bridge with protocol version {version} has answered and allows {origin}.'],
  'bridge-not-needed': ['No bridge is needed.'],
  'bridge-awaited': ['The bridge has not answered yet.', 'Ask again when the frame has loaded.'],
  'bridge-missing': [
    'No bridge has answered from the console’s page.',
    '1. Most probable: the page has no bridge script, or its data-allow lacks this page or a page around it. Put this first into the console’s <head>:\n<script src="…/bytedesk-bridge.js" data-allow="{hosts}"></script>\n2. The desk refuses framing (“frame-ancestors” or “X-Frame-Options” in the developer tools console). It must send no X-Frame-Options, and:\nContent-Security-Policy: frame-ancestors \'self\' {hosts}\n3. A service worker of the console serves the old page: clear the desk’s site data.\n4. The page has not loaded: open {console} in a tab.',
  ],
  'bridge-incompatible': [
    'The bridge speaks another version of the protocol than {version}.',
    'Take bytedesk-bridge.js of the same release as this library.',
  ],
  'frame-none': ['A login button has no frame.'],
  'frame-console': [
    'The console in the frame has loaded, and a user is signed in. If it is empty or gets no new messages all the same, its own requests fail: reload the page, and look at its config.json.',
  ],
  'frame-bridge': ['The bridge in the frame has answered.'],
  'frame-loaded': [
    'Something has loaded in the frame, but no console with a user signed in. This page cannot see what it is.',
    '1. Most probable: the desk refuses framing (a grey or white box, and “frame-ancestors” or “X-Frame-Options” in the developer tools console). With its pages below {console} it must send no X-Frame-Options, and:\nContent-Security-Policy: frame-ancestors \'self\' {hosts}\n2. A sign-in form: the console ignores or refuses the token, or a stored login has ended. Try entry="login", check the token, clear the desk’s site data.\n3. White, and no such words: the console’s scripts are blocked or still load, it has no storage, or its own API does not answer. See the network panel.\n4. Anything else: the desk’s or the browser’s own error page, or a page that is no console. Open {console} in a tab.\n5. An admin console never says that it is signed in. If it shows, all is well.',
  ],
  'frame-loading': ['The console is on its way.', 'Wait, or see the source of tokens.'],
  'frame-idle': [
    'The element waits and has asked for nothing.',
    'See the token, the place on the page and the source of tokens.',
  ],
  'frame-bridging': ['The console is on its way, or waits for its bridge.', 'See the bridge.'],
  'frame-late': [
    'The console did not load in time: the desk is slow or down, or a file of its page hangs.',
    'Open the console’s address in a tab. If it is slow there too, mend the desk (a vendor’s script that never loads also holds the page up). Else raise timeout.',
  ],
  'frame-refused': [
    'The frame was refused by this page’s own policy or isolation.',
    'See the page’s policy on the frame, and isolation.',
  ],
  'frame-conflict': [
    'The console may still be signed in as another user.',
    'Sign that user out (the panel has a button), or reload the page. With delivery="bridge" it cannot happen.',
  ],
  'frame-expired': [
    'The session has ended.',
    'Sign in again. If it ends again and again, see the token, its source and the clocks.',
  ],
  'frame-signed-out': [
    'Somebody has signed out: here, in the console, in another tab, or by an administrator.',
    'Sign in again; the last events say which.',
  ],
  'framing-none': ['Nothing is framed.'],
  'framing-allowed': [
    'The desk lets this page frame it. Whether it lets everybody do so cannot be seen from here; others could then read its visitors’ messages.',
    "Let the desk send:\nContent-Security-Policy: frame-ancestors 'self' {hosts}",
  ],
  'framing-unknown': [
    'Whether the desk lets this page frame it cannot be seen: its headers are not for pages to read.',
    "Run curl -sI {console} in a terminal. There must be no X-Frame-Options. If there is frame-ancestors, it must read:\nContent-Security-Policy: frame-ancestors 'self' {hosts}",
  ],
  'place-seen': ['The element has a size and is shown.'],
  'place-no-size': [
    'The element has no size: {size}. What hides it: {hider}',
    'Remove that declaration, open the closed tab, or give the element a height (height="600px").',
  ],
  'place-lazy': [
    'With loading="lazy" the element waits until it comes near the viewport.',
    'Scroll to it, or leave loading="lazy" out.',
  ],
  'place-other-window': ['The element stands in another window or frame of this site.'],
  'language-known': ['Texts come in the language that was asked for.'],
  'language-unknown': [
    'There are no texts for the language “{tag}”; English is used.',
    'Use a language tag such as zh-CN, or add a translation with registerTerms().',
  ],
  'events-none': ['Nothing has happened in this session yet.'],
  'events-good': ['{count} events, none of them an error.'],
  'events-error': ['The last error was {code}.', 'docs/troubleshooting.md says what to do about that code.'],
  'events-ends': [
    'The session has ended {count} times on this page.',
    'Compare the reasons in the events below. “rejected probe”: API and tokens are of different desks, or a gate answers. “revoked”: somebody signs out or logs in elsewhere. “expired clock”: tokens are short, or a clock is wrong.',
  ],
} as const satisfies Readonly<Record<string, readonly [message: string, remedy?: string]>>;

export type FindingName = keyof typeof findings;

/** The words around them. */
export const words = {
  docs: 'troubleshooting.md',
  title: 'Diagnosis of bytedesk-embed',
  ok: 'ok',
  warning: 'warning',
  fault: 'fault',
  unknown: 'unknown',
  remedy: 'Remedy',
  first: 'Begin here',
  nothing: 'From here nothing wrong can be seen.',
  page: 'Page',
  events: 'Last events',
  details: 'Details',
  copy: 'Copy the report',
  copied: 'Copied',
  copyByHand: 'The browser did not copy. The report is selected: press Ctrl+C, or ⌘C on a Mac.',
  asking: 'Examining…',
  failed: 'The report could not be made.',
} as const;

/** The texts of one language. */
export interface DoctorTexts {
  readonly checks: Readonly<Record<CheckName, string>>;
  readonly findings: Readonly<Record<FindingName, readonly [message: string, remedy?: string]>>;
  readonly words: Readonly<Record<keyof typeof words, string>>;
}

export const en: DoctorTexts = { checks, findings, words };
