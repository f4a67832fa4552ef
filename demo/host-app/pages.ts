import { LANGUAGES, type Language } from '../language.js';
import { html, type Html } from './html.js';
import { type TextName, texts } from './texts.js';
import { ACCOUNTS, type AppUser } from './users.js';

/** The deep paths of the console, by the last part of the app's own address. */
export const SECTIONS = {
  conversations: '/agent/chat',
  tickets: '/agent/ticket',
  contacts: '/agent/contact',
} as const;

export type Section = keyof typeof SECTIONS;

export const isSection = (name: string): name is Section => Object.hasOwn(SECTIONS, name);

interface Page {
  readonly language: Language;
  /** Its own path and query, for the way back after another language was chosen. */
  readonly here: string;
}

interface SignInPage extends Page {
  /** Where to go afterwards. */
  readonly next: string;
  readonly notice?: 'wrong' | 'signedOut';
  readonly username?: string;
}

interface ServicePage extends Page {
  readonly user: AppUser;
  readonly section: Section;
  readonly desk: { readonly server: string; readonly api: string };
}

const BRAND = html`<span class="mark" aria-hidden="true"></span>Harbour CRM`;

function languages({ language, here }: Page): Html {
  const links = Object.entries(LANGUAGES).map(([tag, name]) => {
    const current = tag === language ? html` aria-current="true"` : '';
    const address = `/language?${new URLSearchParams({ to: tag, back: here })}`;
    return html`<a href="${address}" lang="${tag}" hreflang="${tag}" ${current}>${name}</a>`;
  });
  return html`<nav class="tabs languages" aria-label="${texts[language].language}">${links}</nav>`;
}

function document(page: Page, title: string, body: Html, script: Html | string = ''): string {
  return html`<!doctype html>
    <html lang="${page.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Harbour CRM</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/shared.css" />
        <link rel="stylesheet" href="/assets/host-app.css" />
        ${script}
      </head>
      ${body}
    </html>`.text;
}

export function signInPage(page: SignInPage): string {
  const { language, next, notice, username = '' } = page;
  const term = texts[language];
  const isWrong = notice === 'wrong';
  // Read out with the field that has the focus: what is there when a page loads is no news to a live region.
  const wrong = isWrong
    ? html`<p class="notice bad" id="wrong" role="alert">${term.wrong}</p>`
    : notice
      ? html`<p class="notice" role="status">${term[notice]}</p>`
      : '';
  const [first, second] = isWrong
    ? [html``, html`autofocus aria-invalid="true" aria-describedby="wrong"`]
    : [html`autofocus`, html``];
  const accounts = ACCOUNTS.map(
    ({ id, name, password }) =>
      html`<div>
        <dt>${name}</dt>
        <dd><code>${id}</code> <code>${password}</code></dd>
      </div>`,
  );
  const body = html`<body class="entrance">
    <main>
      <p class="brand">${BRAND}</p>
      <form class="card" method="post" action="/sign-in">
        <h1>${term.signIn}</h1>
        <p class="lead">${term.lead}</p>
        ${wrong}
        <input type="hidden" name="next" value="${next}" />
        <label class="field"
          >${term.username}
          <input
            name="username"
            value="${username}"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
            ${first}
          />
        </label>
        <label class="field"
          >${term.password}
          <input name="password" type="password" autocomplete="current-password" required ${second} />
        </label>
        <button class="primary">${term.signIn}</button>
      </form>
      <section class="accounts" aria-labelledby="accounts">
        <h2 id="accounts">${term.accounts}</h2>
        <p class="lead">${term.accountsLead}</p>
        <dl>${accounts}</dl>
      </section>
      ${languages(page)}
    </main>
  </body>`;
  return document(page, term.signIn, body);
}

export function servicePage(page: ServicePage): string {
  const { language, user, section, desk } = page;
  const term = texts[language];
  const links = Object.keys(SECTIONS).map((name) => {
    const current = name === section ? html`aria-current="page"` : '';
    return html`<a href="/service/${name}" ${current}>${term[name as TextName]}</a>`;
  });
  const body = html`<body>
    <header class="top">
      <p class="brand">${BRAND}</p>
      <nav class="tabs sections" aria-label="${term.sections}">${links}</nav>
      ${languages(page)}
      <form id="sign-out" class="person" method="post" action="/sign-out">
        <span>${user.name}</span>
        <button>${term.signOut}</button>
      </form>
    </header>
    <main class="service">
      <section class="stage" aria-labelledby="heading">
        <div class="bar">
          <h1 id="heading">${term[section]}</h1>
          <span class="badge" id="unread" hidden></span>
          <p class="where" id="access">${term.connecting}</p>
          <button id="reconnect" type="button">${term.reconnect}</button>
        </div>
        <p class="notice bad" id="notice" role="status" aria-live="polite"></p>
        <bytedesk-workspace
          server="${desk.server}"
          api="${desk.api}"
          path="${SECTIONS[section]}"
          storage="ephemeral"
          lang="${language}"
        ></bytedesk-workspace>
      </section>
    </main>
  </body>`;
  return document(page, term[section], body, html`<script type="module" src="/assets/service.js"></script>`);
}

export function notFoundPage(page: Page): string {
  const term = texts[page.language];
  const body = html`<body class="entrance">
    <main>
      <p class="brand">${BRAND}</p>
      <section class="card">
        <h1>${term.notFound}</h1>
        <p class="lead">${term.notFoundLead}</p>
        <p><a href="/">${term.home}</a></p>
      </section>
    </main>
  </body>`;
  return document(page, term.notFound, body);
}
