import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { environment, reasonToSkip } from './recipe-server.js';
import { writeRecipes, type Recipes } from './snippets.js';

describe('the recipe for curl', { skip: reasonToSkip('curl', ['curl']) }, () => {
  let recipes: Recipes;
  let desk: StandInDesk;

  before(async () => {
    recipes = writeRecipes();
    desk = await createStandInDesk();
  });

  after(async () => {
    await desk.close();
    recipes.remove();
  });

  async function byHand(password: string): Promise<{ code: number; output: string }> {
    const env = environment({
      DESK_API: desk.api,
      DESK_USERNAME: 'agent@example.com',
      DESK_PASSWORD: password,
    });
    const child = spawn('sh', ['desk.sh'], { cwd: recipes.folder, env });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => printed.push(data.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output: printed.join('') };
  }

  const called = (): string[] =>
    desk.requests().map(({ method, path, status }) => `${method} ${path} ${status}`);

  it('logs in, shows the profile and logs out', async () => {
    desk.clearRequests();
    const { code, output } = await byHand('not-a-secret-agent');
    assert.equal(code, 0, output);
    assert.deepEqual(called(), [
      'POST /auth/v1/login 200',
      'GET /api/v1/user/profile 200',
      'POST /api/v1/user/logout 200',
    ]);
    assert.match(output, /"username":"agent@example\.com"/);
    assert.doesNotMatch(output, /not-a-secret|accessToken|eyJ/);
    assert.equal(desk.snapshot().tokens.at(-1)?.channel, 'FLUTTER');
    assert.equal(desk.snapshot().tokens.at(-1)?.revoked, true);
  });

  it('sees through a refusal with HTTP 200', async () => {
    desk.clearRequests();
    const { code, output } = await byHand('not-a-secret-wrong');
    assert.notEqual(code, 0);
    assert.deepEqual(called(), ['POST /auth/v1/login 200']);
    assert.equal(output, 'The desk refused the login.\n');
  });

  it('stops where the desk is down', async () => {
    desk.set({ fail: { as: 503, path: '/auth/' } });
    const { code, output } = await byHand('not-a-secret-agent');
    assert.notEqual(code, 0);
    assert.doesNotMatch(output, /not-a-secret/);
  });
});
