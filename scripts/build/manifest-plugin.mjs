import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { DIST, ROOT } from './entries.mjs';

/** The modules that say something about the elements to somebody outside. */
const PUBLIC = /(?:^|\/)(?:workspace|login-button)-element\.ts$|^src\/elements\/events\.ts$/;
const LIFE_CYCLE = /Callback$/;

const shipped = (path) => path.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');

/** Names of the members that a class declares for the library itself, and the types of all others written out. */
function readClasses() {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const classes = new Map();

  const text = (part) => (part.isStringLiteral() ? `'${part.value}'` : checker.typeToString(part));
  const writeOut = (type) => {
    // TypeScript has taken `boolean` apart into its two values.
    const parts = (type.isUnion() ? type.types : [type]).map(text);
    const joined = [...new Set(parts.map((part) => (/^(true|false)$/.test(part) ? 'boolean' : part)))];
    const isNone = (part) => part === 'null' || part === 'undefined';
    return [...joined.filter((part) => !isNone(part)), ...joined.filter(isNone)].join(' | ');
  };
  const typeOf = (symbol) => {
    const setter = symbol.declarations?.find(ts.isSetAccessorDeclaration)?.parameters[0];
    return setter ? checker.getTypeAtLocation(setter) : checker.getTypeOfSymbol(symbol);
  };
  const visit = (node) => {
    if (!ts.isClassDeclaration(node) || !node.name) return;
    const members = new Map();
    for (const symbol of checker.getTypeAtLocation(node).getProperties()) {
      if (!symbol.declarations?.some((one) => one.getSourceFile().fileName.startsWith(join(ROOT, 'src'))))
        continue;
      const isInternal = symbol.getJsDocTags(checker).some(({ name }) => name === 'internal');
      members.set(symbol.name, { isInternal, type: writeOut(typeOf(symbol)) });
    }
    classes.set(node.name.text, members);
  };
  for (const file of program.getSourceFiles()) {
    if (file.fileName.startsWith(join(ROOT, 'src/elements'))) ts.forEachChild(file, visit);
  }
  return classes;
}

/** What the built elements have before anybody sets anything, and the fallbacks in their style sheets. */
async function readElements() {
  const built = await import(pathToFileURL(join(DIST, 'index.js')).href);
  const read = (elementClass) => {
    void elementClass.observedAttributes;
    const element = new elementClass();
    const css = [elementClass.styles].flat(Infinity).join('\n');
    return {
      property: (name) => (elementClass.elementProperties.get(name)?.noAccessor ? undefined : element[name]),
      fallback: (name) => new RegExp(`var\\(${name},\\s*((?:[^()]|\\([^()]*\\))+)\\)`).exec(css)?.[1].trim(),
    };
  };
  return new Map(
    ['BytedeskWorkspaceElement', 'BytedeskLoginButtonElement'].map((name) => [name, read(built[name])]),
  );
}

const literal = (value) => (typeof value === 'string' ? `'${value}'` : String(value));

/** Fills one member or attribute in: its type with all words written out, its default as a value. */
function complete(item, { type, value }, isAttribute) {
  const parts = isAttribute ? type.split(' | ').filter((part) => !/^(null|undefined)$/.test(part)) : [type];
  item.type = { text: parts.join(' | ') };
  delete item.default;
  if (value !== undefined && value !== null) item.default = literal(value);
}

/**
 * Makes of what the analyzer finds in the sources a description of what the package has: shipped paths, public members
 * alone, types written out, defaults as values, event types that can be imported.
 */
export async function manifestPlugin() {
  const [classes, elements] = [readClasses(), await readElements()];

  function completeElement(declaration) {
    const { name } = declaration;
    const members = classes.get(name);
    const element = elements.get(name);
    const about = (member) => ({ type: members.get(member).type, value: element.property(member) });
    const isPublic = (member) =>
      members.has(member.name) &&
      !members.get(member.name).isInternal &&
      !member.static &&
      !['private', 'protected'].includes(member.privacy) &&
      !LIFE_CYCLE.test(member.name);
    declaration.members = declaration.members.filter(isPublic);
    for (const member of declaration.members) {
      delete member.inheritedFrom;
      if (member.kind === 'field') complete(member, about(member.name), false);
    }
    for (const attribute of declaration.attributes) {
      delete attribute.inheritedFrom;
      if (attribute.fieldName) complete(attribute, about(attribute.fieldName), true);
    }
    for (const event of declaration.events) {
      const type = event.type.text;
      event.type = {
        text: type,
        references: [{ name: type, package: 'bytedesk-embed', start: 0, end: type.length }],
      };
    }
    for (const property of declaration.cssProperties ?? [])
      property.default = element.fallback(property.name);
    declaration.superclass = { name: 'ReactiveElement', package: '@lit/reactive-element' };
  }

  return {
    name: 'shipped-files',
    packageLinkPhase({ customElementsManifest: manifest }) {
      manifest.modules = manifest.modules.filter(({ path }) => PUBLIC.test(path));
      for (const module of manifest.modules) {
        module.path = shipped(module.path);
        for (const { declaration } of module.exports)
          if (declaration.module) declaration.module = shipped(declaration.module);
        for (const declaration of module.declarations) {
          // Of events it is the platform's own class.
          if (declaration.superclass) delete declaration.superclass.module;
          if (elements.has(declaration.name)) completeElement(declaration);
        }
        if (module.path.endsWith('/events.js')) {
          const isEvent = ({ kind, name }) => kind === 'class' && name.endsWith('Event');
          module.declarations = module.declarations.filter(isEvent);
          module.exports = module.exports.filter(({ name }) => name.endsWith('Event'));
        }
      }
    },
  };
}
