/** Console script of the agent page: the password goes as it is. */
export const plainPasswordScript = String.raw`
function passwordFields(password) {
  return { password };
}
`;

/**
 * Console script of the admin page: the password sealed with AES-ECB under a key made from the salt beside it.
 * Browsers have no ECB, so each block is sealed on its own with CBC and an empty start vector.
 */
export const sealedPasswordScript = String.raw`
async function passwordFields(password) {
  // Outside secure contexts there is no crypto.subtle; the server takes the plain form as well.
  if (!window.crypto?.subtle) return { password };
  const passwordSalt = Math.random().toString(36).slice(2);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(passwordSalt));
  const key = await crypto.subtle.importKey('raw', digest.slice(0, 16), 'AES-CBC', false, ['encrypt']);
  const sealed = [];
  for (const block of paddedBlocks(new TextEncoder().encode(password))) {
    const out = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, key, block);
    sealed.push(...new Uint8Array(out).slice(0, 16));
  }
  return { passwordHash: btoa(String.fromCharCode(...sealed)), passwordSalt };
}

function paddedBlocks(bytes) {
  const padding = 16 - (bytes.length % 16);
  const padded = Uint8Array.from([...bytes, ...Array(padding).fill(padding)]);
  return Array.from({ length: padded.length / 16 }, (_, index) => padded.slice(index * 16, index * 16 + 16));
}
`;
