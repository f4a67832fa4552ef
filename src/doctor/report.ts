// Puts what was found into words: the checks, and a text for a support ticket.

import { nearestLanguage } from '../locale/localize.js';
import { parseLanguage } from '../language.js';
import { pageSettings } from '../settings/page-settings.js';
import { CHECKS } from './checks.js';
import { type DoctorTexts, en } from './texts/en.js';
import { zhCN } from './texts/zh-cn.js';
import { zhTW } from './texts/zh-tw.js';
import type { Check, Diagnosis, DiagnosisCheck, ElementFacts, Finding, PageFacts } from './types.js';

declare const __BYTEDESK_EMBED_VERSION__: string | undefined;
const version = typeof __BYTEDESK_EMBED_VERSION__ === 'undefined' ? '' : __BYTEDESK_EMBED_VERSION__;

declare const __BYTEDESK_EMBED_DOCS__: string | undefined;
/** Where the documents of this release are. */
const DOCS = typeof __BYTEDESK_EMBED_DOCS__ === 'undefined' ? 'docs/' : __BYTEDESK_EMBED_DOCS__;

/** The doctor's texts for a language tag. */
export function textsFor(tag: string): DoctorTexts {
  const { chinese } = parseLanguage(tag);
  return chinese === 'zh-tw' ? zhTW : chinese === 'zh-cn' ? zhCN : en;
}

/** The doctor's texts in the language that holds for an element, or for the page. */
export const textsOf = (element: Element | undefined): DoctorTexts =>
  textsFor(
    element?.getAttribute('lang') ||
      pageSettings().lang ||
      nearestLanguage(element ?? document.documentElement),
  );

const fill = (text: string, values: Finding['values'] = {}): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));

/** Runs all checks on what is known. */
export function findingsOf(
  page: PageFacts,
  cases: readonly ElementFacts[],
): { readonly check: Check; readonly finding: Finding; readonly element: string | null }[] {
  return [
    ...CHECKS.flatMap((check) =>
      check.of === 'page' ? [{ check, finding: check.run(page), element: null }] : [],
    ),
    ...cases.flatMap((facts) =>
      CHECKS.flatMap((check) =>
        check.of === 'element' ? [{ check, finding: check.run(facts, page), element: facts.name }] : [],
      ),
    ),
  ];
}

/** A line of the report, and the finding it tells of. */
interface Entry {
  readonly line: DiagnosisCheck;
  readonly finding: Finding;
}

const MARKS = { ok: '  ', warning: '! ', fault: '✗ ', unknown: '? ' } as const;

/** An event of the record as a line: time of the day in UTC, words, how often. */
const lineOf = ({ at, what, times }: ElementFacts['trace'][number]): string =>
  `${new Date(at).toISOString()} ${what}${times > 1 ? ` ×${times}` : ''}`;

const isNotChecked = ({ says }: Finding): boolean => says === 'not-checked';

/**
 * What to look at first: the faults, without those of the frame and the events, which another one has caused. Where no
 * fault can be seen, what the frame may be showing, or why it could not be looked at, and the warnings.
 */
function firstOf(entries: readonly Entry[]): DiagnosisCheck[] {
  const faults = entries.filter(({ finding }) => finding.result === 'fault');
  const causes = faults.filter(({ line }) => line.check !== 'frame' && line.check !== 'events');
  const frames = entries
    .filter(({ line }) => line.check === 'frame' && line.result === 'unknown')
    .flatMap((frame) => (isNotChecked(frame.finding) ? causesOf(frame, entries) : [frame]));
  const warnings = entries.filter(({ finding }) => finding.result === 'warning');
  const found = [causes, faults, [...frames, ...warnings]].find(({ length }) => length > 0) ?? [];
  const near = found.filter(({ finding }) => !finding.isAside);
  const lines = (near.length > 0 ? near : found).map(({ line }) => line);
  return lines.filter(({ message }, index) => lines.findIndex((one) => one.message === message) === index);
}

/** What stood in the way of a check. */
const causesOf = ({ line, finding }: Entry, entries: readonly Entry[]): Entry[] =>
  entries.filter(
    (one) =>
      one.line.check === finding.values?.['check'] &&
      (one.line.element ?? line.element) === line.element &&
      one.line.result !== 'ok',
  );

/** A text of several lines, numbered steps and header lines, stands below its title. */
const indented = (text: string): string =>
  text.includes('\n')
    ? `\n      ${text.replace(/\n(\d\. )?/g, (_, step?: string) => `\n      ${step ?? '   '}`)}`
    : ` ${text}`;

function textOf(
  entries: readonly Entry[],
  cases: readonly ElementFacts[],
  page: PageFacts,
  { checks: titles, words }: DoctorTexts,
): string {
  const first = firstOf(entries);
  const head = ({ check, result, code, message }: DiagnosisCheck): string =>
    `${MARKS[result]}${titles[check]} [${check}]: ${words[result]}${code ? ` (${code})` : ''}. ${message}`;
  const lines = (line: DiagnosisCheck): string[] => [
    head(line),
    ...(line.remedy ? [`    ${words.remedy}:${indented(line.remedy)}`] : []),
  ];
  const section = (element: string | null): string[] => {
    const own = entries.filter(({ line }) => line.element === element);
    const all = own.filter(({ finding }) => !isNotChecked(finding)).map(({ line }) => line);
    const others = own.filter(({ finding }) => isNotChecked(finding)).map(({ line }) => line);
    // Those that one check has kept from looking stand in one line, too.
    const reasons = [...new Set(others.map(({ message }) => message))];
    // What is well stands in one line, so that the rest is found.
    const good = all.filter(({ result }) => result === 'ok').map(({ check }) => check);
    return [
      `\n${element ?? `${words.page} ${page.origin}`}`,
      // What stands at the top is not said twice.
      ...all
        .filter(({ result }) => result !== 'ok')
        .flatMap((line) => (first.includes(line) ? [head(line)] : lines(line))),
      ...reasons.map((reason) => {
        const kept = others.filter(({ message }) => message === reason).map(({ check }) => check);
        return `${MARKS.unknown}${kept.join(', ')}: ${reason}`;
      }),
      ...(good.length > 0 ? [`  ${words.ok} (${good.length}): ${good.join(', ')}`] : []),
    ];
  };
  return [
    `${words.title} ${version}`.trim(),
    new Date().toISOString(),
    navigator.userAgent,
    `\n${words.first}:`,
    ...(first.length > 0
      ? first.flatMap((line) => [...lines(line), `    ${DOCS}${words.docs}#${line.check}`])
      : [`  ${words.nothing}`]),
    ...section(null),
    ...cases.flatMap((facts) => [
      ...section(facts.name),
      `${words.events}:`,
      ...facts.trace.map((entry) => `  ${lineOf(entry)}`),
    ]),
  ].join('\n');
}

/** @param element in whose language the report is */
export function report(page: PageFacts, cases: readonly ElementFacts[], element?: Element): Diagnosis {
  const texts = textsOf(element);
  const entries = findingsOf(page, cases).map(({ check, finding, element }) => {
    const { result, says, code = null, values } = finding;
    const [message, remedy] = texts.findings[says];
    const line = {
      check: check.name,
      result,
      code,
      message: fill(message, values),
      remedy: remedy === undefined ? null : fill(remedy, values),
      element,
    };
    return { line, finding };
  });
  return { checks: entries.map(({ line }) => line), text: textOf(entries, cases, page, texts) };
}

/** Prints a table in the developer tools console, what is wrong first. */
export function printTable({ checks, text }: Diagnosis): void {
  const order = ['fault', 'warning', 'unknown', 'ok'];
  const rows = [...checks].sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
  console.table(rows, ['result', 'check', 'code', 'message', 'remedy', 'element']);
  console.log(text);
}
