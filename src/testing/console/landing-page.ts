// Writes the page at the root of the desk.

import type { DeskState } from '../state/desk-state.js';
import { baseStyles } from './styles/base.js';

/** Writes a page that says what this server is, and what is where. */
export function landingPage(state: DeskState): string {
  const { agent, admin, api } = state.addresses;
  const rows = state.users
    .all()
    .map((user) => `<tr><td>${text(user.username)}</td><td><code>${text(user.password)}</code></td></tr>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stand-in desk</title>
<link rel="icon" href="data:,">
<style>${baseStyles}
main { max-width: 720px; margin: 0 auto; padding: 48px 20px; display: grid; gap: 20px; }
h1 { font-size: 1.7rem; }
.card { grid-template-columns: minmax(150px, 1fr) minmax(0, 2fr); align-items: baseline; }
.card .muted { overflow-wrap: anywhere; }
.card strong span { font-weight: 400; }
</style>
</head>
<body>
<main>
<p class="stand-in">Stand-in desk for development, not a ByteDesk server · 开发用模拟服务台，并非微语服务器</p>
<h1>Stand-in desk · 模拟服务台</h1>
<p class="muted">A fake of a ByteDesk (微语) server for trying things out and for tests. Nothing here is real, nobody reads the messages, and it ends with the process that started it.</p>
<div class="tiles">
<a class="card" href="${text(agent)}/agent"><strong>Agent console <span>客服工作台</span></strong><span class="muted">${text(agent)}/agent</span></a>
<a class="card" href="${text(admin)}/admin"><strong>Admin console <span>管理后台</span></strong><span class="muted">${text(admin)}/admin</span></a>
<a class="card" href="${text(api)}/__stand-in__/state"><strong>Control <span>控制接口</span></strong><span class="muted">${text(api)}/__stand-in__</span></a>
</div>
<div class="table-area"><table><thead><tr><th scope="col">User</th><th scope="col">Password</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>
</main>
</body>
</html>
`;
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
