import { EVENT_NAMES, type WorkspaceState } from '../src/elements/events.js';

const LONGEST = 200;

/** The one thing of an event's detail that is worth a line. */
function summary(type: string, detail: Readonly<Record<string, unknown>>): string {
  const thread = detail['thread'] as Readonly<Record<string, unknown>> | undefined;
  switch (type) {
    case 'bytedesk-state-change':
      return `${String(detail['from'])} → ${String(detail['to'])}`;
    case 'bytedesk-unread-change':
      return `total ${String(detail['total'])}`;
    case 'bytedesk-visitor-message':
      return describe(thread?.['content'] ?? thread?.['uid'] ?? '');
    case 'bytedesk-agent-status-change':
      return describe(detail['status']);
    case 'bytedesk-thread-change':
      return `${describe(thread?.['uid'] ?? '')} ${describe(detail['action'])}`;
    case 'bytedesk-error':
      return `${String(detail['code'])}: ${String(detail['message'])}`;
    default:
      return Object.entries(detail)
        .map(
          ([name, value]) =>
            `${name} ${value instanceof Date ? value.toLocaleTimeString() : describe(value)}`,
        )
        .join(', ');
  }
}

const describe = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '').slice(0, 60);

/** Writes a line for each event of the workspace, the newest first. */
export function logEvents(workspace: HTMLElement, list: HTMLElement): void {
  for (const name of EVENT_NAMES) {
    workspace.addEventListener(name, (event) => {
      const { type, detail } = event as CustomEvent<Readonly<Record<string, unknown>>>;
      const line = document.createElement('li');
      const time = document.createElement('time');
      const code = document.createElement('code');
      const text = document.createElement('span');
      time.textContent = new Date().toLocaleTimeString('en-GB');
      code.textContent = type.replace('bytedesk-', '');
      text.textContent = summary(type, detail ?? {});
      line.dataset['kind'] = (detail?.['to'] as WorkspaceState | undefined) ?? type;
      line.append(time, code, text);
      list.prepend(line);
      if (list.childElementCount > LONGEST) list.lastElementChild?.remove();
    });
  }
}
