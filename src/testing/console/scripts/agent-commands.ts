/** Agent console script: the documented commands of a host page. Anything else is ignored, nothing is answered. */
export const agentCommandsScript = String.raw`
const COMMANDS = {
  update_agent_status: (data) => setStatus(data?.status),
  update_agent_status_available: () => setStatus('AVAILABLE'),
  update_agent_status_busy: () => setStatus('BUSY'),
  update_agent_status_offline: () => setStatus('OFFLINE'),
  refresh_threads: async () => {
    await loadThreads(0);
    render();
    tellUnread();
  },
  clear_unread_count: async (data) => {
    await clearUnread(data?.threadUid);
    render();
  },
};

window.addEventListener('message', (event) => {
  if (page.generation !== 'newer' || !framed || event.source !== window.parent || !session.token) return;
  const type = event.data?.type;
  if (typeof type !== 'string' || !Object.hasOwn(COMMANDS, type)) return;
  Promise.resolve(COMMANDS[type](event.data.data)).catch(() => {});
});
`;
