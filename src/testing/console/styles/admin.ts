/** The admin console: side menu, tiles, tables. */
export const adminStyles = `
.admin { height: 100%; display: grid; grid-template: minmax(0, 1fr) auto / 216px minmax(0, 1fr); }
.admin > main { min-height: 0; overflow: auto; }
.admin > .footer { grid-column: 1 / -1; }
.side { display: grid; align-content: start; gap: 3px; padding: 14px 10px; background: var(--surface); border-inline-end: 1px solid var(--line); }
.brand { display: flex; align-items: center; gap: 10px; padding: 4px 10px 14px; }
.brand .icon { color: var(--accent); }
.side .menu-item { display: flex; align-items: center; gap: 11px; padding: 9px 12px; border-radius: 9px; color: var(--muted); text-decoration: none; }
.side .menu-item:hover { background: var(--soft); color: var(--ink); }
.side .menu-item[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.top { display: flex; align-items: center; gap: 11px; padding: 10px 24px; border-block-end: 1px solid var(--line); background: var(--surface); position: sticky; top: 0; }
.tiles { grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); }
.figure strong { font-size: 1.9rem; line-height: 1.1; letter-spacing: -0.02em; }
.days { display: grid; grid-template-columns: repeat(7, 1fr); gap: 10px; align-items: end; height: 170px; }
.day { display: grid; grid-template-rows: 1fr auto; gap: 6px; height: 100%; font-size: 0.78rem; color: var(--muted); text-align: center; }
.day span:first-child { align-self: end; justify-self: center; width: min(100%, 46px); border-radius: 7px 7px 3px 3px; background: var(--accent); opacity: 0.8; }
.tiles .icon { color: var(--accent); }
@media (max-width: 700px) {
  .admin { grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); }
  .side { display: flex; overflow-x: auto; padding: 8px; border-inline-end: 0; border-block-end: 1px solid var(--line); }
  .brand { display: none; }
  .side .menu-item { padding: 7px 11px; white-space: nowrap; }
}
`;
