/** The agent console: menu, list, conversation; from 400 to 1200 pixels without sideways scrolling. */
export const agentStyles = `
.agent { height: 100%; display: grid; grid-template: minmax(0, 1fr) auto / 76px minmax(0, 1fr); }
.agent > main { min-height: 0; overflow: auto; }
.agent > .footer { grid-column: 1 / -1; }
.menu { display: flex; flex-direction: column; align-items: center; gap: 18px; padding: 14px 0 12px; background: var(--surface); border-inline-end: 1px solid var(--line); }
.menu-items { display: grid; gap: 4px; flex: 1; align-content: start; width: 100%; padding: 0 8px; }
.menu-item { position: relative; display: grid; justify-items: center; gap: 2px; padding: 8px 2px; border-radius: 10px; color: var(--muted); text-decoration: none; font-size: 0.74rem; }
.menu-item:hover { background: var(--soft); color: var(--ink); }
.menu-item[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.menu-item .badge { position: absolute; top: 2px; inset-inline-start: calc(50% + 5px); }
.gear { position: relative; }
.gear summary { list-style: none; display: grid; place-items: center; width: 38px; height: 38px; border-radius: 10px; color: var(--muted); cursor: pointer; }
.gear summary::-webkit-details-marker { display: none; }
.gear summary:hover, .gear[open] summary { background: var(--soft); color: var(--ink); }
.popover { position: absolute; inset-inline-start: 46px; bottom: 0; min-width: 160px; padding: 6px; background: var(--raised); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 12px 34px rgb(10 20 40 / 0.18); z-index: 5; }
.chat { height: 100%; display: grid; grid-template-columns: minmax(230px, 300px) minmax(0, 1fr); }
.list { display: flex; flex-direction: column; gap: 10px; min-height: 0; background: var(--surface); border-inline-end: 1px solid var(--line); }
.list > header { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 12px 14px 0; }
.search { margin: 0 14px; }
.threads { overflow: auto; padding: 0 8px 8px; display: grid; gap: 2px; align-content: start; }
.thread { width: 100%; display: grid; grid-template: auto auto / 36px minmax(0, 1fr) auto; column-gap: 11px; align-items: center; text-align: start; padding: 9px 8px; border: 0; border-radius: 11px; background: none; cursor: pointer; }
.thread:hover { background: var(--soft); }
.thread[aria-current] { background: var(--accent-soft); }
.thread .avatar { grid-row: 1 / 3; }
.thread .who { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.thread time, .meta time { color: var(--muted); font-size: 0.76rem; }
.thread .last { color: var(--muted); font-size: 0.86rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.thread .badge { justify-self: end; }
.status { position: relative; display: inline-flex; align-items: center; }
.status::before { content: ''; position: absolute; inset-inline-start: 10px; width: 8px; height: 8px; border-radius: 50%; background: var(--muted); pointer-events: none; }
.status.available::before { background: var(--good); }
.status.busy::before { background: var(--warn); }
.status select { appearance: none; padding: 4px 12px 4px 26px; border-radius: 20px; font-size: 0.84rem; cursor: pointer; }
.conversation { display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); min-height: 0; }
.conversation.vacant { grid-template-rows: 1fr; }
.conversation.vacant > div { display: grid; justify-items: center; gap: 6px; }
.conversation > header { display: flex; align-items: center; gap: 11px; padding: 10px 18px; border-block-end: 1px solid var(--line); background: var(--surface); }
.conversation > header h2 { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.conversation > header .button { white-space: nowrap; }
.conversation > header .back { display: none; }
.messages { overflow: auto; padding: 20px 18px; display: flex; flex-direction: column; gap: 12px; }
.messages > :first-child { margin-block-start: auto; }
.message { max-width: min(78%, 560px); align-self: start; }
.message.mine { align-self: end; }
.bubble { padding: 9px 14px; border-radius: 4px 15px 15px; background: var(--raised); border: 1px solid var(--line); overflow-wrap: anywhere; }
.mine .bubble { border-radius: 15px 4px 15px 15px; background: var(--accent-soft); border-color: transparent; }
.meta { display: flex; align-items: center; gap: 2px; padding: 0 4px; min-height: 26px; }
.mine .meta { flex-direction: row-reverse; }
.meta .icon-button { width: 26px; height: 26px; opacity: 0; }
.meta .icon { width: 15px; height: 15px; }
.message:hover .icon-button, .meta .icon-button:focus-visible { opacity: 1; }
@media (hover: none) { .meta .icon-button { opacity: 1; } }
.attachment { display: inline-flex; align-items: center; gap: 9px; border: 0; background: none; padding: 0; cursor: pointer; color: var(--accent); text-align: start; text-decoration: underline; text-underline-offset: 3px; }
.composer { display: flex; gap: 9px; padding: 12px 18px; border-block-start: 1px solid var(--line); background: var(--surface); }
.composer input { flex: 1; }
.composer .icon { width: 17px; height: 17px; }
@media (max-width: 700px) {
  .agent { grid-template: minmax(0, 1fr) auto auto / minmax(0, 1fr); }
  .menu { grid-row: 2; flex-direction: row; gap: 4px; padding: 4px 10px; border-inline-end: 0; border-block-start: 1px solid var(--line); }
  .menu > .avatar { display: none; }
  .menu-items { display: flex; justify-content: space-around; padding: 0; }
  .menu-item { padding: 5px 9px; }
  .popover { inset-inline: auto 0; bottom: 46px; }
  .chat { grid-template-columns: minmax(0, 1fr); }
  .list { border-inline-end: 0; }
  .agent:not(.reading) .conversation, .agent.reading .list { display: none; }
  .conversation > header .back { display: inline-grid; }
  .composer .button span { display: none; }
  .footer, .footer .stand-in { font-size: 0.76rem; line-height: 1.3; }
}
`;
