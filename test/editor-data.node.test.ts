import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DIST, ROOT } from '../scripts/build/entries.mjs';
import { EVENT_NAMES } from '../src/elements/events.js';
import { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from '../src/index.js';
import * as root from '../src/index.js';
import { LOGIN_BUTTON_EVENTS } from '../src/frameworks/props.js';

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: {
    readonly text: string;
    readonly references?: readonly { name: string; package: string }[];
  };
}
interface Declaration extends Named {
  readonly tagName?: string;
  readonly members: readonly (Named & { kind: string; privacy?: string })[];
  readonly attributes: readonly (Named & { fieldName?: string })[];
  readonly events: readonly Named[];
  readonly cssProperties: readonly Named[];
}
interface Tag extends Named {
  readonly attributes: readonly (Named & { values?: readonly Named[] })[];
  readonly references?: readonly { url: string }[];
}

const isBuilt = existsSync(join(DIST, 'custom-elements.json'));
const read = (file: string): unknown => JSON.parse(readFileSync(join(DIST, file), 'utf8'));
const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('data for editors', { skip: isBuilt ? false : 'not built: npm run build' }, () => {
  if (!isBuilt) return;
  const { modules } = read('custom-elements.json') as {
    modules: readonly { path: string; declarations: readonly Declaration[] }[];
  };
  const { tags } = read('html-custom-data.json') as { tags: readonly Tag[] };
  const declarations = modules.flatMap((module) => module.declarations);
  const elements = {
    'bytedesk-workspace': { elementClass: BytedeskWorkspaceElement, isEvent: isWorkspaceEvent },
    'bytedesk-login-button': { elementClass: BytedeskLoginButtonElement, isEvent: isButtonEvent },
  };

  it('names modules that are in the package', () => {
    assert.deepEqual(
      modules.map(({ path }) => path).filter((path) => !existsSync(join(ROOT, path))),
      [],
    );
    assert.doesNotMatch(JSON.stringify([modules, tags, read('web-types.json')]), /"src\//);
  });

  for (const [tagName, { elementClass, isEvent }] of Object.entries(elements)) {
    const declaration = declarations.find((one) => one.tagName === tagName) as Declaration;
    const tag = tags.find(({ name }) => name === tagName) as Tag;
    // Makes Lit read the declared properties.
    // The element sets `token-taken` itself; nobody writes it.
    const observed = elementClass.observedAttributes.filter((name) => name !== 'token-taken');
    const { elementProperties } = elementClass;

    it(`has the attributes that <${tagName}> observes, each described`, () => {
      assert.deepEqual(sorted(declaration.attributes.map(({ name }) => name)), sorted(new Set(observed)));
      assert.deepEqual(sorted(tag.attributes.map(({ name }) => name)), sorted(new Set(observed)));
      assert.deepEqual(
        [...declaration.attributes, ...tag.attributes].filter(({ description }) => !description?.trim()),
        [],
      );
    });

    it(`has the properties of <${tagName}>, and nothing that is private or internal`, () => {
      const names = new Set(declaration.members.map(({ name }) => name));
      const missing = [...elementProperties.keys()].filter((name) => !names.has(String(name)));
      assert.deepEqual(missing, []);
      const internal = ['consoleAttributes', 'sourceAttributes', 'waitsForViewport', 'connectedMoveCallback'];
      assert.deepEqual(
        [...names].filter((name) => /^[#_]/.test(name) || internal.includes(name)),
        [],
      );
      assert.ok(declaration.members.every(({ privacy }) => privacy === undefined || privacy === 'public'));
      // What the declarations have is what editors offer.
      for (const name of names) assert.ok(name in elementClass.prototype, name);
    });

    it(`writes the types of <${tagName}> out and gives defaults as values`, () => {
      for (const { name, type, default: value } of [...declaration.attributes, ...declaration.members]) {
        assert.doesNotMatch(type?.text ?? '', /\b(Entry|LoginMode|WorkspaceState|Evidence)\b/, name);
        assert.doesNotMatch(value ?? '', /[A-Z]+_[A-Z]+/, name);
      }
    });

    it(`offers the events of <${tagName}>, with types that the package exports`, () => {
      assert.deepEqual(
        sorted(declaration.events.map(({ name }) => name)),
        sorted(EVENT_NAMES.filter(isEvent)),
      );
      for (const { name, type } of declaration.events) {
        const [reference] = type?.references ?? [];
        assert.equal(reference?.package, 'bytedesk-embed', name);
        assert.ok(reference.name in root, name);
      }
    });

    it(`gives each custom property of <${tagName}> its fallback`, () => {
      assert.ok(declaration.cssProperties.length > 0);
      assert.deepEqual(
        declaration.cssProperties.filter((property) => !property.default),
        [],
      );
    });

    it(`links <${tagName}> to its documentation`, () => {
      assert.match(tag.references?.[0]?.url ?? '', new RegExp(`#${tagName}$`));
    });
  }

  it('offers the words that an attribute takes', () => {
    const words = (tagName: string, name: string): unknown =>
      tags
        .find((tag) => tag.name === tagName)
        ?.attributes.find((attribute) => attribute.name === name)
        ?.values?.map((value) => value.name)
        .sort();
    assert.deepEqual(words('bytedesk-login-button', 'mode'), ['form', 'link', 'open', 'popup']);
    assert.deepEqual(words('bytedesk-workspace', 'entry'), ['direct', 'login']);
    assert.deepEqual(words('bytedesk-workspace', 'storage'), ['auto', 'ephemeral', 'persistent']);
    assert.deepEqual(words('bytedesk-workspace', 'expired-view'), ['cover', 'keep']);
  });
});

function isButtonEvent(name: (typeof EVENT_NAMES)[number]): boolean {
  return (LOGIN_BUTTON_EVENTS as readonly string[]).includes(name);
}

function isWorkspaceEvent(name: (typeof EVENT_NAMES)[number]): boolean {
  return name !== 'bytedesk-login' && name !== 'bytedesk-popup-close';
}
