// Lists of the API, page by page.

import type { DeskContext } from '../http/env.js';

/** A page of a list as the desk's framework writes it; `number` counts from 0. */
export interface Page<T> {
  readonly content: T[];
  readonly totalElements: number;
  readonly totalPages: number;
  readonly number: number;
  readonly size: number;
  readonly numberOfElements: number;
  readonly first: boolean;
  readonly last: boolean;
  readonly empty: boolean;
}

/** Gives the page for `pageNumber` (from 0) and `pageSize` (10). */
export function pageOf<T>(context: DeskContext, all: readonly T[]): Page<T> {
  const number = wholeNumber(context.req.query('pageNumber'), 0);
  const size = Math.max(1, wholeNumber(context.req.query('pageSize'), 10));
  const content = all.slice(number * size, (number + 1) * size);
  const totalPages = Math.ceil(all.length / size);
  return {
    content,
    totalElements: all.length,
    totalPages,
    number,
    size,
    numberOfElements: content.length,
    first: number === 0,
    last: number >= totalPages - 1,
    empty: content.length === 0,
  };
}

function wholeNumber(value: string | undefined, fallback: number): number {
  const number = Number.parseInt(value ?? '', 10);
  return Number.isInteger(number) && number >= 0 ? number : fallback;
}
