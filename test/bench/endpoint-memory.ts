import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { figure, type Bench } from './bench.js';
import { tokenHandler } from './desk-function.js';

function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What a user costs who has a token in the memory of the process. */
export const bench: Bench = {
  name: 'endpoint-memory',
  async run({ isQuick }) {
    const users = isQuick ? 5000 : 100_000;
    const handler = tokenHandler();
    const ask = async (user: number): Promise<void> => {
      const headers = {
        origin: 'https://crm.example.com',
        'content-type': 'application/json',
        'x-user': `user-${user}`,
      };
      const init = { method: 'POST', headers, body: '{"reason":"initial"}' };
      const answer = await handler(new Request('https://crm.example.com/desk/token', init));
      if (answer.status !== 200) throw new Error(`No token for a user: ${answer.status}`);
      await answer.arrayBuffer();
    };
    await ask(-1);
    const before = usedBytes();
    for (let user = 0; user < users; user += 100)
      await Promise.all(Array.from({ length: 100 }, (_, at) => ask(user + at)));
    const each = (usedBytes() - before) / users;
    const what = `bytes per user at ${figure(users)} users`;
    // The handler is used after the measuring, so that what it holds is not collected before.
    await ask(-1);
    return [{ what, value: figure(each), goal: '≤ 2,000', isMet: each <= 2000 }];
  },
};
