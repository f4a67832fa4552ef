/** Stands for Lit's `css-tag.js`: the elements' style sheets are plain texts, which elements/style-sheets.ts puts into place. */
const PLAIN_STYLES = `
  export const css = ([cssText]) => ({ cssText });
  export const getCompatibleStyle = (style) => style;
  export const adoptStyles = () => {};
  export { css as CSSResult, css as supportsAdoptingStyleSheets, css as unsafeCSS };
`;

/**
 * What Lit's base class holds for others: controllers, initializers and metadata of decorators, polyfills, and the list of
 * versions from which its development build warns. Each stands there once, as the package's own minifier wrote it.
 */
const UNUSED_IN_LIT = [
  /static addInitializer\(t\)\{.*?\}(?=static get observedAttributes)/,
  /,void 0!==t\.l&&\(this\.l=\[\.\.\.t\.l\]\)/,
  /,this\.constructor\.l\?\.forEach\(t=>t\(this\)\)/,
  /addController\(t\)\{.*?\}removeController\(t\)\{.*?\}(?=_\$E_\(\))/,
  /,this\._\$EO\?\.forEach\(t=>t\.hostConnected\?\.\(\)\)/,
  /this\._\$EO\?\.forEach\(t=>t\.hostDisconnected\?\.\(\)\)/,
  /,this\._\$EO\?\.forEach\(t=>t\.hostUpdate\?\.\(\)\)/,
  /this\._\$EO\?\.forEach\(t=>t\.hostUpdated\?\.\(\)\),/,
  /Symbol\.metadata\?\?=Symbol\("metadata"\),a\.litPropertyMetadata\?\?=new WeakMap;/,
  /const t=this\[Symbol\.metadata\];if\(null!==t\)\{.*?\}(?=this\._\$Eh=)/,
  /,p=a\.reactiveElementPolyfillSupport/,
  /,p\?\.\(\{ReactiveElement:y\}\),\(a\.reactiveElementVersions\?\?=\[\]\)\.push\("[\d.]+"\)/,
];

function leanLit(code) {
  return UNUSED_IN_LIT.reduce((rest, part) => {
    if (!part.test(rest))
      throw new Error(`Lit's base class is written differently now: ${part} is not in it.`);
    return rest.replace(part, '');
  }, code);
}

/**
 * Leaves out of the script files what the libraries hold for others: Lit's own way of adding style sheets, which the
 * elements replace, what its base class offers to decorators and controllers, and the texts of jose's errors, which
 * `decodeToken` never hands on.
 */
export const leanLibraries = () => ({
  name: 'lean-libraries',
  enforce: 'pre',
  load(id) {
    return /@lit\/reactive-element\/css-tag\.js$/.test(id) ? PLAIN_STYLES : null;
  },
  transform(code, id) {
    if (/@lit\/reactive-element\/reactive-element\.js$/.test(id)) return { code: leanLit(code), map: null };
    if (!/\/jose\/.*\/(?:decode_jwt|base64url|buffer_utils)\.js$/.test(id)) return null;
    const lean = code
      .replace(/new (?:JWTInvalid|TypeError)\((?:"[^"]*"|invalid)(?:, \{ cause \})?\)/g, 'new TypeError()')
      .replace(/= new Text(En|De)coder\(\)/g, '= /* @__PURE__ */ new Text$1coder()');
    return { code: lean, map: null };
  },
});
