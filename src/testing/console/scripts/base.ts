/** Console script, first part: what the page was served with, language, and how nodes are made. */
export const baseScript = String.raw`
const page = JSON.parse(document.getElementById('stand-in').textContent);
const home = page.base + '/' + page.console;
const root = document.getElementById('root');
const framed = window.parent !== window;

// Stands for the megabytes that a real console's script has to work off before the first drawing.
for (const endMs = performance.now() + page.blocks; performance.now() < endMs; );

// Posted by the real page to its own window at start, not to the host.
window.postMessage({ payload: 'removeLoading' }, '*');

// Nothing is caught here: where storage throws, the real console stays blank too.
const LANGUAGES = ['zh-cn', 'zh-tw', 'en', 'ja-jp', 'vi-vn', 'ms-my', 'es-es', 'fr-fr'];
function startLanguage() {
  const query = new URLSearchParams(location.search);
  const asked = [query.get('lang'), query.get('locale'), localStorage.getItem('locale')];
  return asked.find((language) => LANGUAGES.includes(language)) || 'zh-cn';
}

let language = startLanguage();
function useLanguage(next) {
  language = next;
  localStorage.setItem('locale', language);
  document.documentElement.lang = language === 'zh-cn' ? 'zh-CN' : language;
  document.title = t(page.console + 'Title') + ' · ' + t('standIn');
}

function t(name) {
  const texts = language.startsWith('zh') ? TEXTS.zh : TEXTS.en;
  return texts[name] || name;
}

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true', focusable: 'false' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[name] || ICONS.chat);
  svg.append(path);
  return svg;
}

function button(label, onclick, attributes) {
  return el('button', { type: 'button', class: 'button', onclick, ...attributes }, label);
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return (
    /[\u4e00-\u9fff]/.test(words[0])
      ? words[0].slice(0, 1)
      : words[0].slice(0, 1) + (words[1] || '').slice(0, 1)
  ).toUpperCase();
}

function avatar(name) {
  const hue = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return el('span', { class: 'avatar hue-' + hue, 'aria-hidden': 'true' }, initials(name));
}

function clockTime(date) {
  return new Date(date).toLocaleTimeString(document.documentElement.lang, {
    hour: '2-digit',
    minute: '2-digit',
  });
}

// By click and key instead of the submit event, which a sandbox without allow-forms swallows.
function onSend(form, submit, send) {
  form.addEventListener('submit', (event) => event.preventDefault());
  const sendOnce = () => submit.disabled || send();
  submit.addEventListener('click', sendOnce);
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || event.target.tagName !== 'INPUT') return;
    event.preventDefault();
    sendOnce();
  });
}

// Every view is drawn anew as a whole; whoever was in a field or on a link stays there.
function keepFocus(draw) {
  const before = document.activeElement;
  const selector = focusSelector(before);
  const caret = selector && before.selectionStart;
  draw();
  const after = selector && root.querySelector(selector);
  after?.focus();
  if (typeof caret === 'number') after?.setSelectionRange?.(caret, caret);
}

function focusSelector(node) {
  if (!node || !root.contains(node)) return null;
  const name = ['name', 'data-thread', 'href'].find((candidate) => node.hasAttribute(candidate));
  return name ? '[' + name + '="' + CSS.escape(node.getAttribute(name)) + '"]' : null;
}

const toasts = el('div', { class: 'toasts', role: 'status' });
function toast(text) {
  const note = el('div', { class: 'toast' }, text);
  if (!toasts.isConnected) document.body.append(toasts);
  toasts.append(note);
  setTimeout(() => note.remove(), 4000);
}

// The real console gives up drawing when a refused copy is shown as a toast: empty until it is loaded again.
let blank = false;
function goBlank() {
  blank = true;
  document.body.replaceChildren();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('copied'));
  } catch {
    goBlank();
  }
}
`;
