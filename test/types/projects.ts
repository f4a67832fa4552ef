import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type ts from 'typescript';
import type { TypeScript } from '../../scripts/setup/typescript-versions.mjs';
import { ROOT } from '../../scripts/build/entries.mjs';
import { unpackPackage } from '../support/packed.mjs';

/** A project of somebody who uses the package. */
export interface Project {
  /** Its sources, in test/types/projects. */
  readonly files: readonly string[];
  /** What it has installed besides this package and what that depends on. */
  readonly packages: readonly string[];
}

const SOURCES = join(ROOT, 'test/types/projects');
const RUNTIME = ['@lit', '@lit-labs', 'jose'];

/** Everything there is to import, in projects that have what it needs. */
export const COMPLETE: Readonly<Record<string, Project>> = {
  'all entries for pages and back ends': {
    files: ['consumer/elements.ts', 'consumer/others.ts'],
    packages: ['@types/node', 'undici-types'],
  },
  'all entries for frameworks': {
    files: ['react.tsx', 'jsx-react.tsx', 'jsx-preact.tsx', 'solid.tsx', 'svelte.ts', 'vue.ts'].map(
      (name) => `frameworks/${name}`,
    ),
    packages: ['@types/react', 'csstype', 'preact', 'solid-js', 'svelte', 'vue', '@vue'],
  },
};

/** Single entries, in projects that have nothing else. */
export const ALONE: Readonly<Record<string, Project>> = {
  'the root entry': { files: ['alone/index.ts'], packages: [] },
  'bytedesk-embed/define': { files: ['alone/define.ts'], packages: [] },
  'bytedesk-embed/global': { files: ['alone/global.ts'], packages: [] },
  'bytedesk-embed/jsx without Preact': {
    files: ['frameworks/jsx-react.tsx'],
    packages: ['@types/react', 'csstype'],
  },
  'bytedesk-embed/jsx without React': { files: ['frameworks/jsx-preact.tsx'], packages: ['preact'] },
};

export const MODES = {
  NodeNext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  Bundler: { module: 'ESNext', moduleResolution: 'Bundler' },
};

const STRICT = {
  target: 'ES2022',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  jsx: 'react-jsx',
  types: [],
  noEmit: true,
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
};

const OURS = ['bytedesk-embed', ...RUNTIME].map((name) => `node_modules/${name}/`);
const isOurs = (file: string): boolean =>
  !file.includes('node_modules/') || OURS.some((folder) => file.includes(folder));

/** Projects with this package installed from its tarball. */
export class Projects {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bytedesk-embed-types-'));

  constructor() {
    unpackPackage(join(this.#folder, 'package'));
  }

  /** What a compiler says against a project; of other packages' declarations only those this package builds on count. */
  faults(project: Project, mode: keyof typeof MODES, { tsc, api }: TypeScript): string[] {
    const folder = this.#write(project, mode);
    // TypeScript 7 has no interface for programs; the others are much faster by theirs, which checks chosen files.
    return api === undefined ? byCommand(folder, tsc ?? '') : byInterface(folder, api);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write({ files, packages }: Project, mode: keyof typeof MODES): string {
    const folder = mkdtempSync(join(this.#folder, 'project-'));
    const modules = join(folder, 'node_modules');
    // A copy: from a link TypeScript would look for dependencies where this repository has many more.
    cpSync(join(this.#folder, 'package'), join(modules, 'bytedesk-embed'), { recursive: true });
    for (const name of [...RUNTIME, ...packages]) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
    }
    for (const file of files) cpSync(join(SOURCES, file), join(folder, basename(file)));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const compilerOptions = { ...STRICT, ...MODES[mode] };
    const config = { compilerOptions, files: files.map((file) => basename(file)) };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    return folder;
  }
}

function byCommand(folder: string, tsc: string): string[] {
  const args = [tsc, '-p', folder, '--pretty', 'false'];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const faults = stdout.split('\n').filter((line) => line.includes('error TS'));
  return status !== 0 && faults.length === 0 ? [stdout] : faults.filter(isOurs);
}

// The standard library and the frameworks' declarations are the same in all projects.
const parsed = new Map<string, ts.SourceFile | undefined>();

function byInterface(folder: string, api: string): string[] {
  const compiler = createRequire(import.meta.url)(api) as typeof ts;
  const { config } = compiler.readConfigFile(join(folder, 'tsconfig.json'), (file) =>
    compiler.sys.readFile(file),
  );
  const { options, fileNames, errors } = compiler.parseJsonConfigFileContent(config, compiler.sys, folder);
  const host = compiler.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, settings, ...rest) => {
    if (file.startsWith(folder)) return read(file, settings, ...rest);
    const format = typeof settings === 'object' ? settings.impliedNodeFormat : '';
    const key = [compiler.version, file, format].join(' ');
    if (!parsed.has(key)) parsed.set(key, read(file, settings, ...rest));
    return parsed.get(key);
  };
  const program = compiler.createProgram(fileNames, options, host);
  const faults = [...errors, ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  for (const file of program.getSourceFiles().filter(({ fileName }) => isOurs(fileName.replace(ROOT, '')))) {
    if (program.isSourceFileDefaultLibrary(file)) continue;
    faults.push(...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file));
  }
  return faults.map(({ file, start = 0, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.replace(folder, '')}:${line} ${compiler.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
