import compat from '@mdn/browser-compat-data' with { type: 'json' };
import type { CompatStatement, Identifier, SimpleSupportStatement } from '@mdn/browser-compat-data';

/** The lowest versions that the documents name. */
export const OLDEST = { chrome: 109, edge: 109, firefox: 115, safari: 16.4 } as const;

/** True if every one of the oldest browsers has a feature, without a flag or a prefix. */
function isInOldest({ support }: CompatStatement): boolean {
  return Object.entries(OLDEST).every(([browser, oldest]) => {
    const said = support[browser as keyof typeof OLDEST];
    const statements: readonly SimpleSupportStatement[] = said === undefined ? [] : [said].flat();
    return statements.some(
      ({ version_added: added, version_removed: removed, flags, prefix, alternative_name }) => {
        const isPlain = !flags && !prefix && !alternative_name && !removed;
        return isPlain && typeof added === 'string' && Number.parseFloat(added.replace('≤', '')) <= oldest;
      },
    );
  });
}

/** For each name of a member, whether the oldest browsers have it, by the interface that it belongs to. */
const members = new Map<string, Map<string, boolean>>();
const globals = new Map<string, boolean>();

function read(tree: Identifier): void {
  for (const [owner, features] of Object.entries(tree)) {
    if (owner === '__compat') continue;
    const { __compat: itself, ...own } = features as Identifier;
    if (itself) globals.set(owner, (globals.get(owner) ?? false) || isInOldest(itself));
    for (const [key, { __compat: feature }] of Object.entries(own as Record<string, Identifier>)) {
      const name = key.replace(/_(?:static|event)$/, '');
      if (!feature || key === owner || key.endsWith('_event')) continue;
      const known = members.get(name) ?? new Map<string, boolean>();
      members.set(name, known.set(owner, (known.get(owner) ?? false) || isInOldest(feature)));
    }
  }
}

read(compat.api);
read(compat.javascript.builtins as Identifier);

/** True if a global of this name exists in browsers, but not in the oldest ones. */
export const isNewGlobal = (name: string): boolean => globals.get(name) === false;

/** True if members of this name exist in browsers, of this owner or of any, but not in the oldest ones. */
export function isNewMember(name: string, owner?: string): boolean {
  const owners = members.get(name);
  if (!owners || (owner && /^[A-Z]/.test(owner) && globals.has(owner) && !owners.has(owner))) return false;
  const own = owner === undefined ? undefined : owners.get(owner);
  return own === undefined ? ![...owners.values()].includes(true) : !own;
}

/** True if a property of style sheets is not in the oldest browsers. @param value also one of its key words */
export function isNewStyle(property: string, value?: string): boolean {
  const known = compat.css.properties?.[property];
  const feature = value === undefined ? known : known?.[value];
  return feature?.__compat !== undefined && !isInOldest(feature.__compat);
}

/** True if a function of style sheets, such as `color-mix`, is not in the oldest browsers. */
export function isNewFunction(name: string): boolean {
  const types = compat.css.types as Record<string, Identifier>;
  const found = [types[name], ...Object.values(types).map((type) => type[name])];
  return found.some((feature) => feature?.__compat !== undefined && !isInOldest(feature.__compat));
}
