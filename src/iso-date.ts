const pad = (value: number, length: number): string => {
  let text = `${value}`;
  while (text.length < length) text = `0${text}`;
  return text;
};

/**
 * A date as JSON has it. Old scripts replace `Date.prototype.toJSON` and `toISOString`, some with quotes in the result, so
 * neither is called.
 */
export const isoDate = (date: Date): string =>
  `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}` +
  `T${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}` +
  `.${pad(date.getUTCMilliseconds(), 3)}Z`;
