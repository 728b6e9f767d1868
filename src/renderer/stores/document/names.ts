/** What this page is called where pages are told apart that keep documents. */
export const pageId = crypto.getRandomValues(new Uint32Array(4)).join('-')

/** A name for a tab that no other has. Not by `randomUUID`, which pages of other machines do not have. */
export const newTab = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
