const unreachable = /getaddrinfo|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|HTTPError|Response code \d{3}/

/**
 * What a failed build means, and what to do, in words; null where electron-builder's own are enough. Electron's program
 * comes first, the tools that make installers of the packed app after it, and both are fetched from GitHub.
 */
export function reasonOf(said) {
  const last = said.slice(said.lastIndexOf('⨯'))
  if (!unreachable.test(last)) return null
  return said.includes('@electron/fuses')
    ? 'the app is packed in dist/, but a tool that makes an installer of it could not be fetched from github.com. Run ' +
        'this where that can be reached, or fill the cache that ELECTRON_BUILDER_CACHE names.'
    : "Electron's program could not be fetched from github.com, and the app is packed around it. Run this where that " +
        'can be reached, or let DIFFEO_ELECTRON_DIST name its folder or zip.'
}
