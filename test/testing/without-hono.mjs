import { register } from 'node:module';

// Makes the two optional packages of the stand-in desk look as if they were not installed.
const hooks = `
export async function resolve(specifier, context, next) {
  if (!/^(@hono\\/node-server|hono)$/.test(specifier)) return next(specifier, context);
  throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' });
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
