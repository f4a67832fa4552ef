/**
 * A text that is this frame's alone and stays so when its page is loaded anew. Frames of one tab and origin share their
 * `sessionStorage`, and nothing tells two of them apart but their names, so a frame without a name of its own gets one.
 */
export function frameKey(isOurs: boolean): string {
  const isNamed = !!window.name && !isOurs;
  if (parent !== window && !isNamed && !window.name.includes('#')) window.name += `#${Math.random()}`;
  return window.name;
}
