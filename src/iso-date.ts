// Dates as text, on pages whose scripts have replaced the built-in methods.

const pad = (value: number, length = 2): string => `${value}`.padStart(length, '0');

/**
 * Writes a date as JSON does. Old scripts replace `Date.prototype.toJSON` and `toISOString`, some of them with quotes
 * in the result, so neither is called.
 */
export const isoDate = (date: Date): string =>
  `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}` +
  `T${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}` +
  `.${pad(date.getUTCMilliseconds(), 3)}Z`;
