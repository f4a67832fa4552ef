/** Takes comments and needless space out of a style sheet's text. */
const minify = (text) =>
  text
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/ > /g, '>')
    .replaceAll(';}', '}')
    .trim();

/** The script files carry the elements' style sheets as they are written: nothing else shortens what is in a string. */
export const minifyStyles = () => ({
  name: 'minify-styles',
  enforce: 'pre',
  transform(code, id) {
    if (!/[./\\]styles\.ts$/.test(id)) return null;
    // Line by line the map still fits, which is all that a style sheet needs.
    return { code: code.replace(/(css`)(.*?)(?=`)/gs, (_, tag, text) => tag + minify(text)), map: null };
  },
});
