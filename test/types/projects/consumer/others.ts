import type {} from 'bytedesk-embed/global';
import { startBridge } from 'bytedesk-embed/bridge';
import { createLogoutHandler, createTokenHandler } from 'bytedesk-embed/server';
import { createStandInDesk } from 'bytedesk-embed/testing';

startBridge({ allow: ['https://crm.example.com'] });

const options = {
  api: 'https://desk.example.com',
  encryptionKey: 'a secret of at least thirty-two characters',
  authorize: async (request: Request) => (request.headers.has('cookie') ? { id: '7' } : null),
  credentials: async () => ({ username: 'agent@example.com', password: 'secret' }),
};
export const handlers: readonly ((request: Request) => Promise<Response>)[] = [
  createTokenHandler(options),
  createLogoutHandler(options),
];
// @ts-expect-error without credentials nobody can be logged in
createTokenHandler({ api: 'https://desk.example.com', authorize: async () => null });

export const desk = createStandInDesk({ port: 0 }).then(({ url, close }) => [url, close] as const);

void BytedeskEmbed?.decodeToken('token').expiresAt;
// @ts-expect-error no such function
BytedeskEmbed?.encodeToken('token');
