const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

export const isLoopback = (address) => LOOPBACK.test(address ?? '');

const refuse = (socket) => {
  if (!isLoopback(socket.remoteAddress)) socket.destroy();
};

/**
 * The test runner listens on all interfaces, and its commands write files: connections from other machines are
 * dropped before a byte is read, websockets too, since they begin as such connections.
 */
export function loopbackOnly() {
  return {
    name: 'loopback-only',
    serverStart({ server, app }) {
      server.on('connection', refuse);
      // For a connection that came between listening and this hook.
      app.middleware.unshift((context, next) => {
        refuse(context.req.socket);
        return next();
      });
    },
  };
}
