/** Colours, type and controls of both consoles; light and dark follow the browser. */
export const baseStyles = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f6f9, #14171d);
  --surface: light-dark(#ffffff, #1b1f27);
  --raised: light-dark(#ffffff, #222733);
  --ink: light-dark(#1b2430, #e7eaf0);
  --muted: light-dark(#596577, #9aa5b6);
  --line: light-dark(#e2e7ee, #2c333f);
  --soft: light-dark(#eef2f8, #252b37);
  --accent: light-dark(#2f5fd0, #8fb0ff);
  --on-accent: light-dark(#ffffff, #10182b);
  --accent-soft: light-dark(#e6edfc, #24314f);
  --good: light-dark(#177245, #6fd3a0);
  --warn: light-dark(#9a5b00, #f0bd6a);
  --bad: light-dark(#b42318, #ff9d94);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body, #root { height: 100%; margin: 0; }
body { background: var(--ground); color: var(--ink); min-width: 320px; }
h1, h2, p, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: 1.2rem; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 1rem; font-weight: 600; }
a { color: var(--accent); }
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.icon { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; flex: none; }
.button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; padding: 7px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); cursor: pointer; text-decoration: none; color: var(--ink); }
.button:hover:not(:disabled) { background: var(--soft); }
.button:disabled { opacity: 0.5; cursor: default; }
.button.primary { background: var(--accent); border-color: transparent; color: var(--on-accent); font-weight: 600; }
.button.primary:hover:not(:disabled) { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
.button.danger { color: var(--bad); border-color: currentColor; }
.button.small { padding: 3px 10px; font-size: 0.86rem; border-radius: 7px; }
.button.plain { width: 100%; border-color: transparent; background: none; justify-content: flex-start; }
.button.wide { width: 100%; padding: 10px; }
.text-button { white-space: nowrap; border: 0; background: none; padding: 2px 4px; color: var(--muted); cursor: pointer; text-decoration: underline; text-underline-offset: 3px; }
.text-button:hover { color: var(--ink); }
.icon-button { display: inline-grid; place-items: center; width: 30px; height: 30px; border: 0; border-radius: 8px; background: none; color: var(--muted); cursor: pointer; }
.icon-button:hover { background: var(--soft); color: var(--ink); }
input:not([type='checkbox']), select { border: 1px solid var(--line); border-radius: 8px; background: var(--raised); padding: 8px 11px; min-width: 0; }
input::placeholder { color: var(--muted); opacity: 1; }
.avatar { display: inline-grid; place-items: center; width: 36px; height: 36px; border-radius: 11px; font-size: 0.82rem; font-weight: 650; flex: none; color: light-dark(#2b3a55, #e8edf8); }
.hue-0 { background: light-dark(#dbe7ff, #2c3f66); } .hue-1 { background: light-dark(#d9f2e4, #234c3a); }
.hue-2 { background: light-dark(#ffe6d3, #583a22); } .hue-3 { background: light-dark(#efe0fb, #46305c); }
.hue-4 { background: light-dark(#fbe0e6, #5a2c3b); } .hue-5 { background: light-dark(#dff1f5, #224852); }
.badge { display: inline-block; min-width: 19px; padding: 0 5px; border-radius: 10px; background: light-dark(#c8321f, #ff8a7d); color: light-dark(#ffffff, #2a0d09); font-size: 0.72rem; line-height: 19px; font-weight: 650; text-align: center; }
.tag { display: inline-block; padding: 1px 9px; border-radius: 20px; background: var(--soft); color: var(--muted); font-size: 0.8rem; }
.tag.good { color: var(--good); background: color-mix(in srgb, var(--good) 13%, transparent); }
.muted { color: var(--muted); }
.cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row { display: flex; align-items: center; gap: 12px; }
.between { justify-content: space-between; }
.spacer { flex: 1; }
.hidden-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.page { padding: 24px clamp(16px, 3vw, 36px); display: grid; gap: 16px; align-content: start; max-width: 1000px; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 14px 18px; display: grid; gap: 12px; color: inherit; text-decoration: none; }
.card.row { display: flex; }
a.card:hover { border-color: var(--accent); }
.cards, .tiles { display: grid; gap: 10px; }
.table-area { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: 10px 16px; border-block-end: 1px solid var(--line); }
tbody tr:last-child td { border-block-end: 0; }
th { color: var(--muted); font-weight: 550; font-size: 0.84rem; }
.pager { display: flex; gap: 12px; align-items: center; justify-content: end; padding-top: 12px; }
.vacant { display: grid; place-items: center; align-content: center; gap: 6px; text-align: center; padding: 48px 16px; color: var(--muted); }
.vacant h2 { color: var(--ink); }
.vacant .icon { width: 34px; height: 34px; opacity: 0.6; }
.footer { display: flex; align-items: center; gap: 14px; padding: 5px 14px; border-block-start: 1px solid var(--line); background: var(--surface); font-size: 0.82rem; color: var(--muted); }
.stand-in { color: var(--muted); font-size: 0.82rem; display: flex; align-items: center; gap: 8px; }
.stand-in::before { content: ''; width: 7px; height: 7px; border-radius: 50%; background: var(--warn); flex: none; }
.confirm { white-space: nowrap; display: flex; align-items: center; gap: 8px; color: var(--ink); }
.dialog { position: fixed; inset: 0; display: grid; place-content: center; background: rgb(0 0 0 / 0.4); z-index: 8; }
.dialog > div { display: grid; gap: 16px; padding: 24px; border-radius: 12px; background: light-dark(#ffffff, #1c2028); }
.toasts { position: fixed; inset-block-start: 14px; inset-inline: 0; display: grid; justify-items: center; gap: 8px; pointer-events: none; z-index: 9; }
.toast { padding: 8px 16px; border-radius: 10px; background: light-dark(#1f2937, #e7eaf0); color: light-dark(#ffffff, #14171d); box-shadow: 0 6px 22px rgb(0 0 0 / 0.18); }
`;
